from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        # The tables come after the apps.
        from jobs import words  # noqa: PLC0415

        pre_migrate.connect(words.lift_before_migrate, sender=self)
        post_migrate.connect(words.install_after_migrate, sender=self)
        checks.register(words.check, checks.Tags.database)
