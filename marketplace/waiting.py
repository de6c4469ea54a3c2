"""What needs a person now: each kind is a count, and the list of the admin that shows just those rows.

Nothing here is an archive: what is dealt with leaves the list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from accounts.trust.models import Case
from billing import alarms as payments
from common import clock
from common.models import Mail, SweepRun
from common.reading import Words
from common.sweeps import LATE
from connects import suspicions
from jobs.models import Job
from marketplace.operator_pages import may_open
from proposals.models import Settlement
from support.models import Ticket


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many of one kind, and where they are. An alarm is a thing that should not be there at all."""

    title: Words
    count: int
    url: str
    alarm: bool = False


def waiting() -> list[Waiting]:
    """Every kind, also those of which nothing waits: an operator sees that it was looked at."""
    now = clock.now()
    rings = [Waiting(each.title, each.count, each.url, alarm=True) for each in payments.watched()]
    return [*_people(now), *_refunds(now), *_work(now), *rings]


def waiting_for(request: HttpRequest) -> list[Waiting]:
    """Only what the operator who asks may open."""
    return [each for each in waiting() if may_open(str(resolve(urlsplit(each.url).path).url_name), request)]


def _people(now: datetime) -> Iterator[Waiting]:
    yield _of(_("Reports and flags to judge"), Case.objects.open(), "accounts_case", "?verdict__exact=")
    yield _of(_("Support tickets open"), Ticket.objects.open(), "support_ticket", "?state__exact=open")
    yield _of(_("Support tickets late"), Ticket.objects.late(now), "support_ticket", "?age=late", alarm=True)
    page = reverse("admin:connects_suspicion_changelist")
    yield Waiting(_("Second accounts to judge"), suspicions.to_judge(), f"{page}?verdict__exact=open")


def _refunds(now: datetime) -> Iterator[Waiting]:
    page, owed = "proposals_settlement", Settlement.objects.filter(settled_at=None)
    yield _of(_("Refunds announced"), owed, page, "?settled_at__isempty=1")
    yield _of(_("Refunds past due"), owed.filter(due_at__lt=now - LATE), page, "?standing=due", alarm=True)
    yield _of(_("Refunds late"), owed.filter(alarm_at__lt=now), page, "?standing=late", alarm=True)


def _work(now: datetime) -> Iterator[Waiting]:
    stuck = Job.objects.overdue(now - LATE)
    yield _of(_("Jobs past their expiry, still open"), stuck, "jobs_job", "?expiry=past", alarm=True)
    failing = SweepRun.objects.filter(failures__gt=0)
    yield _of(_("Sweeps that fail"), failing, "common_sweeprun", "?going=failing", alarm=True)
    late = Mail.objects.late(clock.real_now() - LATE)
    yield _of(_("Mail not sent for 15 minutes"), late, "common_mail", "?state=late", alarm=True)
    yield _of(_("Mail given up"), Mail.objects.given_up(), "common_mail", "?state=given_up", alarm=True)


def _of(title: str, rows: "QuerySet[Any]", page: str, query: str, *, alarm: bool = False) -> Waiting:
    return Waiting(title, rows.count(), reverse(f"admin:{page}_changelist") + query, alarm)
