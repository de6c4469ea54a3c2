"""Whom news of a proposal reaches, and in whose words: its author, or the agency's owner once the author has left it.

What is to be said is said once the reader is known (`Saying`): every word and figure is as that person reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.agencies import standing as agencies
from accounts.models import AgencyMember, User
from common.reading import read_by
from common.telling import News, tell_many
from proposals.models import Proposal

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told, in the words of one reader: as `common.telling.News`, which says whom."""

    kind: str
    reference: str
    text: str
    link: str
    subject: str = ""
    lines: tuple[str, ...] = ()
    facts: Facts = ()
    label: str = ""


# Called once the reader is known, in that person's language.
Saying = Callable[[], Told]


def about(news: list[tuple[Proposal, Saying]]) -> None:
    """Tell whom each proposal concerns: its author, or the agency's owner when the author has left that."""
    owners = _owners_for_those_who_left([proposal for proposal, _saying in news if proposal.agency_id is not None])
    tell_many(
        addressed(owners[proposal.pk], said, of=proposal.author.name)
        if proposal.pk in owners
        else addressed(proposal.author, said)
        for proposal, said in news
    )


def addressed(reader: User, said: Saying, *, of: str = "") -> News:
    """What is told, for this reader; `of` names whom it is about where that is somebody else."""
    with read_by(reader):
        told = said()
        text = f"{of}: {told.text}" if of else told.text
        return News(
            reader,
            told.kind,
            told.reference,
            text,
            told.link,
            told.subject,
            told.lines,
            told.facts,
            told.label,
        )


def _owners_for_those_who_left(sent: list[Proposal]) -> dict[int, User]:
    """By the proposal's number, for those sent in an agency's name. No query when there are none."""
    if not sent:
        return {}
    ids, authors = {each.agency_id for each in sent}, {each.author_id for each in sent}
    seats = AgencyMember.objects.present().filter(agency__in=ids, person__in=authors)
    present = set(seats.values_list("agency_id", "person_id"))
    owners = agencies.owners_of([each for each in ids if each is not None])
    return {
        each.pk: owners[each.agency_id]
        for each in sent
        if each.agency_id in owners and (each.agency_id, each.author_id) not in present
    }
