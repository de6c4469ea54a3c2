"""Closing an account for good. First the person is gone for everybody, in one transaction that holds their row; then
jobs, proposals and membership end, each in its own; then what is personal is erased. Killed anywhere, a sweep goes on.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import AccountClosure, User
from accounts.privacy import registry
from accounts.privacy.registry import Obstacle
from accounts.trust.standing import end_sessions
from common import clock, sweeps

log = logging.getLogger(__name__)
# A race test takes it out.
LOCKED = True


class CannotClose(Exception):
    """Something has to be settled first: sentences that say what."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(" ".join(map(str, obstacles)))
        self.obstacles = obstacles


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen, said before it does."""

    obstacles: list[Obstacle]
    effects: list[str]


def preview(person: User) -> Preview:
    return Preview(obstacles(person), [line for room in registry.rooms() for line in room.effects(person)])


def obstacles(person: User) -> list[Obstacle]:
    return [line for room in registry.rooms() for line in room.obstacles(person)]


def close(person: User, *, by: User, reason: str = "") -> AccountClosure:
    """Close it at once; twice is once. Raises CannotClose. An operator gives a reason.

    Where something outside does not answer (the payments), the account is closed and the sweep does the rest.
    """
    closure = _begin(person, by, reason)
    try:
        go_on(closure)
    except registry.Later as later:
        log.warning("closing account %s goes on with the sweep: %s", person.pk, later)
    closure.refresh_from_db()
    return closure


def go_on(closure: AccountClosure) -> int:
    """Whatever is left to do. Raises Later."""
    if closure.finished_at:
        return 0
    for room in registry.rooms():
        room.wind_up(closure.person)
    return _erase(closure)


def run(at: datetime) -> int:  # noqa: ARG001 - what was left undone is due whenever it is found
    return sweeps.each_alone(list(_unfinished().select_related("person")), go_on)


def next_due() -> datetime | None:
    return _unfinished().order_by("at").values_list("at", flat=True).first()


def _unfinished() -> QuerySet[AccountClosure]:
    return AccountClosure.objects.filter(finished_at=None)


@transaction.atomic
def _begin(person: User, by: User, reason: str) -> AccountClosure:
    """Holds the person's row: whoever is just sending, publishing or being hired comes before this, or is too late."""
    people = User.objects.select_for_update(no_key=True) if LOCKED else User.objects.all()
    row = people.get(pk=person.pk)
    if closed := AccountClosure.objects.filter(person=row).first():
        return closed
    if found := obstacles(row):
        raise CannotClose(found)
    now = clock.now()
    User.objects.filter(pk=row.pk).update(closed_at=now, is_active=False)
    end_sessions(row)
    return AccountClosure.objects.create(person=row, at=now, by=by, reason=reason.strip()[:300])


@transaction.atomic
def _erase(closure: AccountClosure) -> int:
    row = AccountClosure.objects.select_for_update(no_key=True).get(pk=closure.pk)
    if row.finished_at:
        return 0
    of = registry.subject(User.objects.get(pk=row.person_id))
    for room in registry.rooms():
        room.erase(of)
        for holding in room.holdings:
            holding.let_go(of)
    row.finished_at = clock.now()
    row.save(update_fields=["finished_at"])
    return 1
