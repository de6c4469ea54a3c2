from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talent"

    def ready(self) -> None:
        # They need the tables, which come after the apps.
        from accounts.privacy import registry  # noqa: PLC0415
        from connects import causes  # noqa: PLC0415
        from talent import listing, moderation, privacy, receivers, sweeping, ways  # noqa: F401, PLC0415
        from talent.causes import badge_weeks, certifications  # noqa: PLC0415

        causes.register("certification", certifications)
        causes.register("badge_week", badge_weeks)
        sweeping.register()
        listing.KEPT.keep(self)
        moderation.register()
        registry.register(privacy.ROOM)
