"""What each room knows of a person, said by the room itself, and what becomes of it when they close the account.

A model is named by one room, once: with the way from its rows to the person and the fate of these rows, or apart, with
the reason why it is nobody's. tests/privacy walks all models, so a new one cannot be forgotten.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Model, Q, QuerySet
from django.db.models.fields.files import FieldFile

from accounts.models import User


class Later(Exception):
    """Something outside the site does not answer now: closing goes on with the next sweep."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody as the site knew them, kept at hand while their rows change."""

    person: User
    name: str
    emails: frozenset[str]

    @property
    def pseudonym(self) -> str:
        return f"Former member {self.person.pk}"

    @property
    def address(self) -> str:
        """What stands where an address has to: no mail can go there."""
        return f"former-member-{self.person.pk}@closed.invalid"


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows stay, under the pseudonym."""

    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The rows are deleted."""


@dataclass(frozen=True, slots=True)
class Blanked:
    """The rows stay, and these fields are written over."""

    fields: Mapping[str, Any]


Fate = Kept | Gone | Blanked


@dataclass(frozen=True, slots=True)
class Holding:
    """One model that says something of people: `paths` lead from its rows to the person, `mailbox` names a field with
    an address, `more` finds rows that no path leads to. `hidden` is not handed out: secrets, and what is others'."""

    model: type[Model]
    paths: tuple[str, ...]
    fate: Fate
    mailbox: str = ""
    hidden: tuple[str, ...] = ()
    more: Callable[[User], Q] | None = None

    def rows(self, of: Subject) -> QuerySet[Any]:
        whose = self.more(of.person) if self.more else Q()
        for path in self.paths:
            whose |= Q(**{path: of.person})
        for address in of.emails if self.mailbox else ():
            whose |= Q(**{f"{self.mailbox}__iexact": address})
        return self.model._default_manager.filter(whose).order_by("pk")

    def export(self, of: Subject) -> Iterator[dict[str, Any]]:
        names = [f.attname for f in self.model._meta.concrete_fields if f.name not in self.hidden]
        return self.rows(of).values(*names).iterator(chunk_size=500)

    def let_go(self, of: Subject) -> None:
        match self.fate:
            case Gone():
                self.rows(of).order_by().delete()
            case Blanked(fields):
                self.rows(of).order_by().update(**fields)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the person's own for the archive."""

    name: str
    chunks: Iterable[bytes]


def stored(name: str, kept: FieldFile) -> Iterator[File]:
    """A file that was uploaded, if it is still there; read when the archive comes to it."""
    if kept.name and kept.storage.exists(kept.name):
        yield File(name, _chunks(kept))


def _chunks(kept: FieldFile) -> Iterator[bytes]:
    with kept.open("rb") as content:
        yield from content.chunks()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why the account cannot be closed yet, and the page where that is settled; empty where there is none."""

    says: str
    url: str = ""

    def __str__(self) -> str:
        return self.says


def _nothing(_subject: Any) -> list[Any]:
    return []


def _no_act(_subject: Any) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Room:
    """What a room contributes. `obstacles` refuse, `effects` say what closing will do, `wind_up` ends
    what is going on (transactions of its own; may run twice), `erase` what no fate of a model can say (in one
    transaction with all rooms, before the fates)."""

    name: str
    holdings: tuple[Holding, ...]
    apart: Mapping[str, str] = field(default_factory=dict)
    files: Callable[[Subject], Iterable[File]] = _nothing
    obstacles: Callable[[User], list[Obstacle]] = _nothing
    effects: Callable[[User], list[str]] = _nothing
    wind_up: Callable[[User], None] = _no_act
    erase: Callable[[Subject], None] = _no_act


_rooms: dict[str, Room] = {}


def register(room: Room) -> None:
    _rooms[room.name] = room


def rooms() -> tuple[Room, ...]:
    """From the roof down, as the apps are installed: what a higher room ends still finds everything below."""
    return tuple(_rooms.values())


def subject(person: User) -> Subject:
    """The person with every address that the site has of them."""
    mine = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return Subject(person, person.name, frozenset(each.lower() for each in (person.email, *mine)) | {person.email})
