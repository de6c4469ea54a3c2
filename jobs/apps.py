from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        # The tables come after the apps.
        from jobs import listing, sweeping  # noqa: PLC0415

        sweeping.register()
        listing.KEPT.keep(self)
