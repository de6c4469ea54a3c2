"""Tables of addresses: what each answers to whom, by which method. What is not yours is not there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, resolve

from accounts.agencies import answering, founding, inviting
from accounts.models import User

GET, POST = "get", "post"
# Nobody is logged in as the stranger. Ben's are the things that have an owner.
STRANGER, BEN = "stranger", "ben"
READERS = [STRANGER, BEN, "freelancer", "client", "nobody", "agency owner", "agency member", "operator"]
# What a stranger is answered where one must be logged in.
LOGIN = "log in"
Status = int | str


@dataclass(frozen=True)
class Row:
    """`address` answers `method` with `status`, `who` excepted; a stranger is asked to log in unless that is said."""

    address: str
    method: str
    status: Status
    who: dict[str, Status] = field(default_factory=dict)

    def expected(self, reader: str) -> Status:
        return self.who.get(reader, LOGIN if reader == STRANGER else self.status)

    def open_to_all(self) -> "Row":
        """The same for somebody who is not logged in."""
        return Row(self.address, self.method, self.status, {STRANGER: self.status, **self.who})


def cast(person: Callable[..., User], ben: User, cleo: User, ada: User, charlie: User, olga: User) -> dict[str, Any]:
    """One of each role; the agency has nothing to do with what is tried."""
    owner, member = person("Mira", freelancer=True), person("Nils", freelancer=True)
    guild = founding.found(owner, name="Elsewhere")
    answering.accept(inviting.invite(guild, by=owner, email=member.email), by=member)
    return dict(zip(READERS, [None, ben, cleo, ada, charlie, owner, member, olga], strict=True))


def tried(table: Sequence[Row], reader: str, readers: dict[str, Any], names: dict[str, Any]) -> list[str]:
    """Every row that answers this reader otherwise than it says."""
    return [wrong for row in table if (wrong := _wrong(row, reader, readers, names))]


def answer(row: Row, reader: str, readers: dict[str, Any], names: dict[str, Any]) -> Any:
    """What the reader is answered. Nothing of it stays: the table is about everybody as they were."""
    cache.clear()
    browser = Client()
    if readers[reader] is not None:
        browser.force_login(readers[reader])
    with undone():
        return getattr(browser, row.method)(row.address.format(**names))


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def missing(patterns: Sequence[Any], table: Sequence[Row], names: dict[str, Any]) -> set[str]:
    """Names of addresses that the table does not try by both methods."""
    tried_by = {method: _names_in(table, method, names) for method in (GET, POST)}
    wanted = {str(pattern.name) for pattern in patterns if isinstance(pattern, URLPattern)}
    return wanted - (tried_by[GET] & tried_by[POST])


def _names_in(table: Sequence[Row], method: str, names: dict[str, Any]) -> set[str]:
    paths = (row.address.format(**names).partition("?")[0] for row in table if row.method == method)
    return {str(resolve(path).url_name) for path in paths}


def _wrong(row: Row, reader: str, readers: dict[str, Any], names: dict[str, Any]) -> str:
    expected, answered = row.expected(reader), answer(row, reader, readers, names)
    got: Status = answered.status_code
    if got == 302 and answered["Location"].startswith("/accounts/login/?next="):
        got = LOGIN
    return "" if got == expected else f"{reader}: {row.method} {row.address} answered {got}, not {expected}"
