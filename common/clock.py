"""The site's clock. Domain code asks `now()`; in demo mode an operator can move it forward.

The offset is one database row that every process reads. It never moves backwards, and outside demo mode, or with real
Stripe keys, it does not move at all. Sessions, throttles, webhook tolerance and beat's own schedule use real time.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.models import ClockOffset

_fixed: ContextVar[datetime | None] = ContextVar("fixed_instant", default=None)
# Seconds of real time for which a process trusts the offset it has read.
_TRUST = 1.0
_cached: tuple[float, timedelta] | None = None


class ClockRefuses(Exception):
    """The clock may not be moved here: not a demo, real payments, or backwards."""


def now() -> datetime:
    """The site's present instant, in UTC."""
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    return real_now() + offset()


def real_now() -> datetime:
    """The world's present instant: for what must not follow the demo clock (retries, heartbeats, audit)."""
    return timezone.now().astimezone(UTC)


def offset() -> timedelta:
    """How far the site's clock is ahead of the world's. No query outside demo mode."""
    global _cached
    if not settings.DEMO:
        return timedelta()
    if _cached is None or time.monotonic() - _cached[0] > _TRUST:
        seconds = ClockOffset.objects.values_list("seconds", flat=True).first() or 0
        _cached = (time.monotonic(), timedelta(seconds=seconds))
    return _cached[1]


def can_move() -> bool:
    """Whether this site's clock may be moved: demo mode without real Stripe keys."""
    return bool(settings.DEMO and (settings.STRIPE_API_BASE or not settings.STRIPE_SECRET_KEY))


def move_to(instant: datetime) -> None:
    """Move the site's clock forward to `instant`, or less than a second past it. Raises ClockRefuses."""
    if not can_move():
        raise ClockRefuses("The clock moves only in demo mode and without real Stripe keys.")
    with transaction.atomic():
        row, _ = ClockOffset.objects.select_for_update().get_or_create(pk=1)
        # Rounded up: what is due at `instant` must be due by the moved clock.
        seconds = math.ceil((instant - real_now()).total_seconds())
        if seconds < row.seconds:
            raise ClockRefuses("The clock never moves backwards.")
        row.seconds = seconds
        row.save(update_fields=["seconds"])
    forget()


def forget() -> None:
    """Read the offset anew at the next look (after a move, and between tests)."""
    global _cached
    _cached = None


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Hold this context's clock at `instant`: for demo history, simulations and stories."""
    token = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(token)
