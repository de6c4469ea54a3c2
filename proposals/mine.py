"""A freelancer's own proposals, sorted into tabs by where they stand."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from jobs.models import Status
from proposals import rules
from proposals.models import Proposal, ProposalDraft, State

_LIVE = Q(job__status__in=(Status.OPEN, Status.PAUSED))
_ENDS = (State.WITHDRAWN, State.DECLINED, State.NOT_SELECTED)
_TALKING = (State.IN_DISCUSSION, State.INTERVIEWING, State.OFFERED)
# What is undecided on a job that lives is active; on a job that has ended it ended with it.
ACTIVE = Q(state__in=rules.UNDECIDED) & _LIVE
ENDED = Q(state__in=_ENDS) | (Q(state__in=rules.UNDECIDED) & ~_LIVE)


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    which: Q


TABS = (
    Tab("active", "Active", ACTIVE),
    Tab("submitted", "Submitted", ACTIVE & Q(state=State.SUBMITTED)),
    Tab("viewed", "Viewed", ACTIVE & Q(state=State.VIEWED)),
    Tab("shortlisted", "Shortlisted", ACTIVE & Q(state__in=(State.SHORTLISTED, *_TALKING))),
    Tab("hired", "Hired", Q(state=State.HIRED)),
    Tab("ended", "Ended", ENDED),
)


def tab_named(key: str) -> Tab:
    return next((tab for tab in TABS if tab.key == key), TABS[0])


def counts(author: User) -> dict[str, int]:
    """How many stand in each tab, drafts included. Two queries."""
    sums = {tab.key: Count("pk", filter=tab.which) for tab in TABS}
    found: dict[str, int] = Proposal.objects.filter(author=author).aggregate(**sums)
    return found | {"drafts": ProposalDraft.objects.filter(author=author).count()}


def rows(author: User, tab: Tab) -> QuerySet[Proposal]:
    return Proposal.objects.filter(tab.which, author=author).select_related("job").prefetch_related("job__closures")


def drafts(author: User) -> QuerySet[ProposalDraft]:
    return ProposalDraft.objects.filter(author=author).select_related("job").order_by("-saved_at")
