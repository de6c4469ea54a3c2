"""The proposals that a client has received for a job, sorted into tabs. What was paid for them is not shown here."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.reading import Words
from jobs.models import Job
from proposals import paging, rules
from proposals.models import Proposal, State
from talent.badges import with_badges


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: Words
    which: Q


_UNDECIDED = Q(state__in=rules.UNDECIDED, archived_at=None)
_TALKING = (State.IN_DISCUSSION, State.INTERVIEWING, State.OFFERED)
TABS = (
    Tab("all", _("To decide"), _UNDECIDED),
    Tab("unopened", _("Unopened"), _UNDECIDED & Q(state=State.SUBMITTED)),
    Tab("shortlisted", _("Shortlisted"), _UNDECIDED & Q(state=State.SHORTLISTED)),
    Tab("talking", _("In discussion"), _UNDECIDED & Q(state__in=_TALKING)),
    Tab("hired", _("Hired"), Q(state=State.HIRED)),
    Tab("archived", _("Archived"), Q(archived_at__isnull=False) & ~Q(state=State.WITHDRAWN)),
    Tab("declined", _("Declined"), Q(state__in=(State.DECLINED, State.NOT_SELECTED), archived_at=None)),
    Tab("withdrawn", _("Withdrawn"), Q(state=State.WITHDRAWN)),
)
SORTS = {"newest": (_("Newest"), paging.NEWEST), "bid": (_("Best bid"), paging.BEST_BID)}


def tab_named(key: str) -> Tab:
    return next((tab for tab in TABS if tab.key == key), TABS[0])


def counts(job: Job) -> dict[str, int]:
    """How many stand in each tab, in one query."""
    sums = {tab.key: Count("pk", filter=tab.which) for tab in TABS}
    found: dict[str, int] = Proposal.objects.filter(job=job).aggregate(**sums)
    return found


def on_top(job: Job, tab: Tab) -> list[Proposal]:
    """Those that have a place, the highest bid first: as many as there are places, at most."""
    boosted = rows(job, tab).filter(boosts__placed=True).annotate(turn=F("boosts__turn"))
    return list(boosted.order_by("-boosts__connects", "turn"))


def rows(job: Job, tab: Tab) -> QuerySet[Proposal]:
    found = Proposal.objects.filter(tab.which, job=job).select_related("author__freelancer_profile", "agency")
    return found.prefetch_related(with_badges("author__freelancer_profile__"))
