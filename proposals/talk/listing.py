"""All conversations of somebody, the latest first, or those with something unread on top."""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from proposals import paging
from proposals.models import Message, Proposal, ReadMark, Side
from proposals.talk import parties, reading

SORTS = {"newest": (_("Newest"), ("-newest",)), "unread": (_("Unread first"), ("-fresh", "-newest"))}


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation as the list shows it."""

    proposal: Proposal
    last: Message | None
    unread: int
    side: Side

    @property
    def with_whom(self) -> User:
        """Whose face stands beside it."""
        return self.proposal.author if self.side == Side.CLIENT else self.proposal.job.client


def of(person: User) -> QuerySet[Proposal]:
    """The proposals that the person talks about; `newest` is the number of the latest message."""
    unread = ReadMark.objects.filter(person=person, newest__gt=F("reached")).values("thread")
    fresh = Case(When(pk__in=unread, then=Value(1)), default=Value(0), output_field=IntegerField())
    return (
        Proposal.objects.filter(thread__in=parties.threads_of(person))
        .annotate(newest=F("thread__newest"), fresh=fresh)
        .select_related("job__client", "author__freelancer_profile", "agency", "thread")
    )


def rows(person: User, page: paging.Page) -> list[Row]:
    """What the list says about each of a page, in two queries."""
    latest = Message.objects.filter(_newest_of(page.rows)).select_related("author", "interview", "removal")
    said = {message.thread_id: message for message in latest}
    unread = reading.unread_in(person, [each.pk for each in page.rows])
    return [Row(each, said.get(each.pk), unread.get(each.pk, 0), _side(each, person)) for each in page.rows]


def _side(proposal: Proposal, person: User) -> Side:
    """Only for what the person may read anyway."""
    return Side.CLIENT if proposal.job.client_id == person.pk else Side.FREELANCER


def _newest_of(proposals: list[Proposal]) -> Q:
    return Q(pk__in=[proposal.thread.newest for proposal in proposals])
