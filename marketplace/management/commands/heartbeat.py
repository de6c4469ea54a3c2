"""Whether the worker or beat has shown a sign of life lately, as an exit code for a container's health check."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace import health, heartbeat


class Command(BaseCommand):
    help = "Succeeds when the worker (or beat, by way of the worker) has shown a sign of life lately."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("process", choices=["worker", "beat"])

    def handle(self, *, process: str, **options: Any) -> None:
        key, late = {
            "worker": (heartbeat.WORKER, health.WORKER_LATE),
            "beat": (heartbeat.BEAT, health.BEAT_LATE),
        }[process]
        age = heartbeat.age(key)
        if age is None or age > late:
            raise CommandError(f"{process}: " + ("no sign of life" if age is None else f"silent for {age:.0f} s"))
        self.stdout.write(f"{process}: last seen {age:.0f} s ago")
