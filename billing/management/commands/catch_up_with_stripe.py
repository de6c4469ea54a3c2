"""`manage.py catch_up_with_stripe [--days 3]` reads Stripe's own list of events, after an outage or a lost webhook."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing import catch_up
from billing.errors import PaymentsError
from common import clock


class Command(BaseCommand):
    help = "Process every event that Stripe made in the last days and that no webhook brought. May run at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=float, default=3.0, help="how far back; Stripe keeps 30 days (default: 3)")
        parser.add_argument("--keep-only", action="store_true", help="store the events, process them later")

    def handle(self, *args: Any, days: float, keep_only: bool, **options: Any) -> None:
        if not 0 < days <= catch_up.KEPT.days:
            raise CommandError(f"--days is more than 0 and at most {catch_up.KEPT.days}.")
        try:
            caught = catch_up.catch_up(clock.real_now() - timedelta(days=days), keep_only=keep_only)
        except PaymentsError as trouble:
            raise CommandError(f"Stripe could not be asked: {trouble or trouble.__doc__}") from trouble
        self.stdout.write(f"Stripe lists {caught.listed} events that concern us, {caught.new} of them new.")
        self.stdout.write(
            f"Done: {caught.done}. Failed, to be tried again: {caught.failed}. "
            f"Waiting for an operator: {caught.quarantined}."
        )
