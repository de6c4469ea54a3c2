from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        # The tables come after the apps.
        from accounts.privacy import registry  # noqa: PLC0415
        from jobs import listing, moderation, privacy, standing, sweeping  # noqa: PLC0415

        sweeping.register()
        moderation.register()
        standing.register()
        registry.register(privacy.ROOM)
        listing.KEPT.keep(self)
