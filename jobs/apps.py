from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        # The tables come after the apps.
        from jobs import listing, moderation, standing, sweeping  # noqa: PLC0415

        sweeping.register()
        moderation.register()
        standing.register()

        pre_migrate.connect(listing.lift_before_migrate, sender=self)
        post_migrate.connect(listing.install_after_migrate, sender=self)
        checks.register(listing.check, checks.Tags.database)
