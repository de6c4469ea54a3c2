"""`manage.py time_travel --days 1`: move the demo clock forward and do on the way what falls due."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock, sweeps
from common.time_travel import Stop, travel


class Command(BaseCommand):
    help = "Move the demo clock forward, step by step through what falls due. Demo mode only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=0)
        parser.add_argument("--hours", type=int, default=0)

    def handle(self, *, days: int, hours: int, **options: Any) -> None:
        if days < 0 or hours < 0 or not days + hours:
            raise CommandError("Say how far: --days N, --hours N, or both, and forward.")
        try:
            target = clock.now() + timedelta(days=days, hours=hours)
            journey = travel(target, tell=self._tell if options["verbosity"] > 1 else None)
        except OverflowError as too_far:
            raise CommandError("That is further than a calendar goes.") from too_far
        except clock.ClockRefuses as refusal:
            raise CommandError(str(refusal)) from refusal
        for name, rows in journey.done.items():
            if rows:
                self.stdout.write(f"{sweeps.named(name).title or name}: {rows}")
        for name, error in journey.failed.items():
            self.stderr.write(self.style.ERROR(f"{name}: {error}"))
        self.stdout.write(f"The site's clock stands at {clock.now():%Y-%m-%d %H:%M} UTC after {journey.stops} stops.")
        if journey.failed:
            raise CommandError("Some of the work could not be done; see above.")

    def _tell(self, stop: Stop) -> None:
        self.stdout.write(f"{stop.at:%Y-%m-%d %H:%M:%S}  {', '.join(sweep.name for sweep in stop.due)}")
