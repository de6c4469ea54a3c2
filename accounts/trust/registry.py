"""What can be reported. Each room registers its own kinds in `ready()`, so that this one need not know them.

A new kind is a `Reportable` with one function: its thing as somebody may see it, or None.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.trust.models import Case
from common.reading import Words


@dataclass(frozen=True, slots=True)
class Thing:
    """One job, person, proposal, message: what it is called, where it is, and whose it is."""

    title: str
    url: str
    owner: User
    # As whoever reports knows the owner: a company's name, where a page says no other.
    owner_name: str


@dataclass(frozen=True, slots=True)
class Section:
    """Something the desk shows beside a case: a heading, and lines of text with a link or none."""

    title: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reportable:
    """`find(number, reader)` answers with the thing if this reader may report it; for None, the desk, whatever it is.

    `remove(number, by, violation, reason)` takes it down, where that can be done in one act; being down is no error.
    """

    kind: str
    # As in "Report this job".
    word: Words
    find: Callable[[int, User | None], Thing | None]
    sections: Callable[[Case], list[Section]] | None = None
    remove: Callable[[int, User, str, str], None] | None = None
    # Sentences that say what its removal would set going, read before it.
    effects: Callable[[int], list[str]] | None = None
    # Whether an upheld report counts against its owner as a freelancer (Rising Talent).
    against_freelancer: bool = False
    # Whether its page on the site is for everybody, operators too.
    public: bool = False


_kinds: dict[str, Reportable] = {}


def register(reportable: Reportable) -> None:
    _kinds[reportable.kind] = reportable


def named(kind: str) -> Reportable | None:
    return _kinds.get(kind)


def find(kind: str, number: int, reader: User | None) -> Thing | None:
    """The thing, if there is one and this reader may report it. Nobody reports what is theirs."""
    reportable = _kinds.get(kind)
    thing = reportable.find(number, reader) if reportable and 0 < number < 2**63 else None
    if thing is None or (reader is not None and thing.owner.pk == reader.pk):
        return None
    return thing


def effects_of(case: Case) -> list[str]:
    """What removing the thing of a case would set going, in sentences."""
    reportable = _kinds.get(case.kind)
    return reportable.effects(case.object_id) if reportable and reportable.effects else []
