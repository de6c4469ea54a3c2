from django.apps import AppConfig

_SIX_HOURS = 6 * 60 * 60


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Receivers and sweeps need the tables, which come after the apps.
        from accounts import receivers, sweeping  # noqa: F401, PLC0415
        from common import sweeps  # noqa: PLC0415

        sweeps.register(
            sweeps.Sweep(
                "accounts.sessions",
                sweeping.forget_ended_sessions,
                sweeping.never_late,
                every=_SIX_HOURS,
                title="Forget sessions that have ended",
                real_time=True,
            )
        )
