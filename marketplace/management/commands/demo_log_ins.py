"""Whom the demo can be visited as, in a terminal; the log-in page offers the same people with one click."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import DemoPerson
from marketplace.demo.arrivals import PASSWORD


class Command(BaseCommand):
    help = "Lists the demo's log-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only a demo has log-ins that everybody may know.")
        people = list(DemoPerson.objects.select_related("person").filter(person__is_active=True))
        if not people:
            return
        widest = max(len(featured.person.email) for featured in people)
        self.stdout.write(
            f"  Log in at {settings.SITE_URL}/accounts/login/ with one click, or with the password {PASSWORD!r}"
        )
        for featured in people:
            self.stdout.write(f"    {featured.person.email:<{widest}}  {featured.label}")
        self.stdout.write(f"  Mail: {settings.SITE_URL}/demo/mail/   Clock: {settings.SITE_URL}/demo/clock/")
