"""Fill an empty demo site with half a year of a small market."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from common import queue
from connects.proof import prove
from jobs.models import Job
from marketplace.demo.arrivals import PASSWORD
from marketplace.demo.world import World
from proposals.models import Proposal


class Command(BaseCommand):
    help = "Fill an empty demo site: people, jobs, proposals and half a year of wallets, built through the services."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--freelancers", type=int, default=64, help="How many freelancers (default 64).")
        parser.add_argument("--jobs", type=int, default=306, help="How many jobs (default 306).")

    def handle(self, *args: Any, freelancers: int, jobs: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only a demo site is filled with made-up people: set DEMO=on.")
        if User.objects.exists():
            raise CommandError("This site already has people. Start afresh with: make reset")
        if not (24 <= freelancers <= 5000 and 12 <= jobs <= 20000):
            raise CommandError("From 24 to 5,000 freelancers and from 12 to 20,000 jobs, please.")
        with queue.quiet():
            World(freelancers=freelancers, jobs=jobs, progress=self._tell).build()
        self.stdout.write("")
        proof = prove()
        if not proof.balanced:
            raise CommandError("The books of the demo world do not balance. See: manage.py check_ledger")
        self.stdout.write(
            f"{User.objects.count()} people, {Job.objects.count()} jobs, {Proposal.objects.count()} proposals; "
            f"the books balance. Everybody's password: {PASSWORD}"
        )

    def _tell(self, day: datetime) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"\rTelling the story of {day:%d %B %Y} ...   ", ending="")
            self.stdout.flush()
