"""The process that wakes the sweeps: django-celery-beat's scheduler, which gives every sweep its row as it starts."""

from django_celery_beat.schedulers import DatabaseScheduler

from common import schedule


class Scheduler(DatabaseScheduler):  # type: ignore[misc]
    def setup_schedule(self) -> None:
        # Migrating does so too, but a new version may bring a sweep and no migration.
        schedule.sync()
        super().setup_schedule()
