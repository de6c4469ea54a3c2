from django.apps import AppConfig
from django.core.checks import Tags, register

_SIX_HOURS = 6 * 60 * 60


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Receivers and sweeps need the tables, which come after the apps.
        from accounts import receivers, sweeping  # noqa: F401, PLC0415
        from accounts.privacy import closing, holdings  # noqa: F401, PLC0415
        from accounts.staff import second_factor  # noqa: PLC0415
        from accounts.trust import models as trust  # noqa: PLC0415
        from accounts.trust import outlook, standing  # noqa: PLC0415
        from common import guards, sweeps  # noqa: PLC0415

        register(second_factor.operators_need_two, Tags.security, deploy=True)
        guards.register(
            *guards.never_deleted(self.get_model("Impersonation")),
            guards.fixed(self.get_model("Impersonation"), "operator", "person", "reason", "started_at", "expires_at"),
        )
        guards.register(*guards.append_only(trust.CaseEvent), *guards.append_only(trust.StandingEvent))
        sweeps.register(
            sweeps.Sweep(
                "accounts.standing",
                standing.end_due,
                standing.next_end,
                title="End suspensions that are over",
                outlooks=(outlook.SUSPENSIONS,),
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "accounts.closures", closing.run, closing.next_due, title="Finish what closing an account has begun"
            )
        )
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
