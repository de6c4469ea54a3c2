"""A freelancer's own proposals, or an agency's, sorted into tabs by where they stand."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from common.reading import Words
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
    label: Words
    which: Q


TABS = (
    Tab("active", _("Active"), ACTIVE),
    Tab("submitted", _("Submitted"), ACTIVE & Q(state=State.SUBMITTED)),
    Tab("viewed", _("Viewed"), ACTIVE & Q(state=State.VIEWED)),
    Tab("shortlisted", _("Shortlisted"), ACTIVE & Q(state__in=(State.SHORTLISTED, *_TALKING))),
    Tab("hired", _("Hired"), Q(state=State.HIRED)),
    Tab("ended", _("Ended"), ENDED),
)


def tab_named(key: str) -> Tab:
    return next((tab for tab in TABS if tab.key == key), TABS[0])


def of(author: User) -> QuerySet[Proposal]:
    """What somebody sent, as themselves or in an agency's name."""
    return Proposal.objects.filter(author=author)


def of_agency(agency: Agency) -> QuerySet[Proposal]:
    """What anybody sent in the agency's name."""
    return Proposal.objects.filter(agency=agency)


def counts(sent: QuerySet[Proposal]) -> dict[str, int]:
    """How many of these stand in each tab, in one query."""
    found: dict[str, int] = sent.aggregate(**{tab.key: Count("pk", filter=tab.which) for tab in TABS})
    return found


def rows(sent: QuerySet[Proposal], tab: Tab) -> QuerySet[Proposal]:
    return sent.filter(tab.which).select_related("job", "agency", "author").prefetch_related("job__closures", "boosts")


def drafts(author: User) -> QuerySet[ProposalDraft]:
    return ProposalDraft.objects.filter(author=author).select_related("job", "agency").order_by("-saved_at")
