from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        # The tables come after the apps.
        from jobs import listing, moderation, standing, sweeping  # noqa: PLC0415

        sweeping.register()
        moderation.register()
        standing.register()
        listing.KEPT.keep(self)
