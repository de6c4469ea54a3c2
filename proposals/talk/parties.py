"""Who takes part in a conversation: the job's client, and on the other side the author.

For a proposal in an agency's name that side is its author, as long as they are in the agency, and whoever runs it;
each writes in their own name, with the agency's beside it. For everybody else, operators too, there is none.
"""

from django.db.models import Q, QuerySet

from accounts.agencies import standing as agencies
from accounts.models import AgencyMember, User
from proposals.models import Proposal, ReadMark, Side, Thread


def side_of(proposal: Proposal, person: User) -> Side | None:
    """Which side the person is on; None for everybody who takes no part. No query without an agency."""
    if proposal.job.client_id == person.pk:
        return Side.CLIENT
    if proposal.agency_id is None:
        return Side.FREELANCER if proposal.author_id == person.pk else None
    return Side.FREELANCER if _speaks_for_agency(proposal.author_id, proposal.agency_id, person) else None


def threads_of(person: User) -> QuerySet[Thread]:
    """Every conversation that the person may read."""
    present = AgencyMember.objects.present().filter(person=person).values("agency")
    running = AgencyMember.objects.running().filter(person=person).values("agency")
    own = Q(author=person) & (Q(agency=None) | Q(agency__in=present))
    return Thread.objects.filter(Q(client=person) | own | Q(agency__in=running))


def may_read(thread: Thread, person: User) -> bool:
    if thread.client_id == person.pk:
        return True
    if thread.agency_id is None:
        return thread.author_id == person.pk
    return _speaks_for_agency(thread.author_id, thread.agency_id, person)


def first_of(proposal: Proposal) -> User:
    """Who is written to on the freelancer's side: the author, or the agency's owner when the author has left that."""
    if proposal.agency_id is None or agencies.is_in(proposal.author_id, proposal.agency_id):
        return proposal.author
    return agencies.owners_of([proposal.agency_id])[proposal.agency_id]


def listening(thread: Thread, side: Side) -> list[User]:
    """Who is told what concerns that side: whoever takes part in it, and may still read it."""
    marks = thread.marks.filter(side=side).select_related("person")
    there = [mark.person for mark in marks if may_read(thread, mark.person)]
    return there or [first_of(thread.proposal)]


def follow_who_left(thread: Thread) -> None:
    """What comes from now on is for whoever speaks for the agency now. Without an agency nobody leaves."""
    if thread.agency_id is None:
        return
    for mark in thread.marks.filter(side=Side.FREELANCER).select_related("thread__proposal", "person"):
        if not may_read(thread, mark.person):
            hand_over(mark)


def hand_over(mark: ReadMark) -> ReadMark:
    """Whoever may not read it any more is followed by the agency's owner, who has read as far."""
    to = first_of(mark.thread.proposal)
    kept = {"side": mark.side, "newest": mark.newest, "reached": mark.reached, "tell_at": mark.tell_at}
    made, _ = ReadMark.objects.get_or_create(thread=mark.thread, person=to, defaults=kept)
    if made.pk != mark.pk:
        mark.delete()
    return made


def _speaks_for_agency(author_id: int, agency_id: int, person: User) -> bool:
    if agencies.runs(person, agency_id):
        return True
    return author_id == person.pk and agencies.is_in(person.pk, agency_id)
