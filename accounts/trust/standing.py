"""Suspending for days, banning for good, and lifting both. The person's row is held; what follows is done after.

Jobs and proposals follow by a state that anybody can read, not by news: what is killed on the way is done by the next
sweep. A service that acts for a person holds their row too (`check_may_act`), so that a ban comes before or after it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.trust import news
from accounts.trust.errors import (
    BannedAlready,
    LastAdministrator,
    NotAllowedNow,
    NothingToLift,
    NotYourself,
    OnlyAdministrators,
)
from accounts.trust.models import StandingEvent
from common import clock

Kind = StandingEvent.Kind
# What rooms above do once somebody's standing has changed: each takes the person's number and may run twice.
_followers: list[Callable[[int], int]] = []


def follow(follower: Callable[[int], int]) -> None:
    _followers.append(follower)


def suspend(person: User, *, by: User, days: int, reason: str) -> StandingEvent:
    """Keep somebody from acting for so many days from now. Raises NotYourself, LastAdministrator, BannedAlready."""
    with transaction.atomic():
        row = _lock(person, by)
        if row.banned_at:
            raise BannedAlready
        until = clock.now() + timedelta(days=days)
        User.objects.filter(pk=row.pk).update(suspended_until=until)
        event = _note(row, Kind.SUSPENDED, by, reason, until=until)
        news.standing(event)
        end_sessions(row)
    return _followed(person, event)


def ban(person: User, *, by: User, violation: str, reason: str) -> StandingEvent:
    """Keep somebody out for good. Raises NotYourself, LastAdministrator, BannedAlready."""
    with transaction.atomic():
        row = _lock(person, by)
        if row.banned_at:
            raise BannedAlready
        event = _note(row, Kind.BANNED, by, reason, violation=violation)
        # While they can still be told.
        news.standing(event)
        User.objects.filter(pk=row.pk).update(banned_at=clock.now(), is_active=False, suspended_until=None)
        end_sessions(row)
    return _followed(person, event)


def lift(person: User, *, by: User, reason: str) -> StandingEvent:
    """Let somebody in again. What a ban has removed or withdrawn stays so. Raises NothingToLift."""
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not (row.banned_at or row.suspended_until):
            raise NothingToLift
        # Whoever has closed the account stays gone, whatever is lifted.
        row.is_active = row.closed_at is None and (row.is_active or row.banned_at is not None)
        row.banned_at = row.suspended_until = None
        row.save(update_fields=["banned_at", "suspended_until", "is_active"])
        event = _note(row, Kind.LIFTED, by, reason)
        news.standing(event)
    return _followed(person, event)


def end_due(at: datetime) -> int:
    """End every suspension that is over. Returns how many."""
    due = User.objects.filter(suspended_until__lte=at).order_by("suspended_until", "id")
    return sum(_end(pk, at) for pk in list(due.values_list("pk", flat=True)))


def next_end() -> datetime | None:
    ends = User.objects.filter(suspended_until__isnull=False).order_by("suspended_until")
    return ends.values_list("suspended_until", flat=True).first()


def barred(at: datetime | None = None) -> Q:
    """Whoever may not act: for the person's own table."""
    return Q(banned_at__isnull=False) | Q(suspended_until__gt=at or clock.now())


def check_may_act(person: User) -> None:
    """Raises NotAllowedNow. Holds the person's row until the transaction ends: a ban, or closing the account, waits or
    came first."""
    fields = ("pk", "banned_at", "suspended_until", "closed_at")
    row = User.objects.select_for_update(no_key=True).only(*fields).get(pk=person.pk)
    if row.is_barred or row.closed_at:
        raise NotAllowedNow


def check_there(*people: User) -> None:
    """Raises NotAllowedNow if one of them has closed the account; holds their rows, so that closing waits."""
    rows = User.objects.filter(pk__in=[person.pk for person in people]).order_by("pk")
    if any(row.closed_at for row in rows.select_for_update(no_key=True).only("pk", "closed_at")):
        raise NotAllowedNow


def limit_of(person: User) -> StandingEvent | None:
    """The suspension or ban in force, with its reason."""
    if not person.is_barred:
        return None
    return person.standing_events.filter(kind__in=StandingEvent.LIMITS).order_by("-id").first()


def _end(pk: int, at: datetime) -> int:
    with transaction.atomic():
        if not User.objects.filter(pk=pk, suspended_until__lte=at).update(suspended_until=None):
            return 0
        event = StandingEvent.objects.create(person_id=pk, kind=Kind.ENDED, at=at)
        news.standing(event)
    _followed(event.person, event)
    return 1


def _lock(person: User, by: User) -> User:
    """Both, and whoever else could undo it, in one order: two operators do not ban each other."""
    if person.pk == by.pk:
        raise NotYourself
    held = User.objects.filter(Q(pk__in=(person.pk, by.pk)) | Q(is_superuser=True, is_staff=True))
    rows = {row.pk: row for row in held.order_by("pk").select_for_update(no_key=True)}
    if rows[by.pk].is_barred or not rows[by.pk].is_active:
        raise NotAllowedNow
    if rows[person.pk].is_staff and not rows[by.pk].has_perm("accounts.grant_roles"):
        raise OnlyAdministrators
    left = [r for r in rows.values() if r.is_superuser and r.is_active and not r.is_barred and r.pk != person.pk]
    if rows[person.pk].is_superuser and not left:
        raise LastAdministrator
    return rows[person.pk]


def _note(person: User, kind: Kind, by: User, reason: str, **more: Any) -> StandingEvent:
    return StandingEvent.objects.create(person=person, kind=kind, by=by, reason=reason.strip()[:300], **more)


def end_sessions(person: User) -> None:
    noted = UserSession.objects.filter(user=person)
    Session.objects.filter(pk__in=list(noted.values_list("session_key", flat=True))).delete()
    noted.delete()


def _followed(person: User, event: StandingEvent) -> StandingEvent:
    for follower in _followers:
        follower(person.pk)
    return event
