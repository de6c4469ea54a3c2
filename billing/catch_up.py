"""Catching up with Stripe: its own list of events is read for those that no webhook brought. Stripe keeps 30 days.

Refunds made in Stripe's dashboard and disputes have nobody else to tell of them. Real time, as all of Stripe's is.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from billing import events, stripe_gateway
from billing.models import EventCatchUp, StripeEvent
from common import clock

log = logging.getLogger(__name__)
EVERY = timedelta(hours=1)
# A site's first look back, and how far each look reaches into the one before: Stripe's list is a little late.
FIRST, OVERLAP = timedelta(days=1), timedelta(minutes=10)
KEPT = timedelta(days=30)
# So that a month of events is never in memory at once.
WINDOW = timedelta(days=1)


@dataclass(slots=True)
class Caught:
    """How many events Stripe listed, how many of them were new to us, and what became of those not yet done."""

    listed: int = 0
    new: int = 0
    done: int = 0
    failed: int = 0
    quarantined: int = 0


def catch_up(since: datetime, *, keep_only: bool = False) -> Caught:
    """Keep and process every event that Stripe made since, oldest first. Raises PaymentsUnavailable, PaymentsRefused.

    `keep_only` stores them without doing what they ask. One that fails is tried again as if a webhook had brought it.
    """
    end = clock.real_now() + timedelta(seconds=1)
    start = max(since, end - KEPT)
    caught = Caught()
    while start < end:
        _window(start, min(start + WINDOW, end), caught, keep_only)
        start += WINDOW
    return caught


def run(at: datetime) -> int:  # noqa: ARG001 - a sweep is told the site's instant; Stripe has its own
    """The hourly look. Returns how many events were new."""
    if not stripe_gateway.is_set_up():
        return 0
    began = clock.real_now()
    row, _ = EventCatchUp.objects.get_or_create(pk=1, defaults={"until": began - FIRST})
    caught = catch_up(row.until - OVERLAP)
    EventCatchUp.objects.filter(pk=1).update(until=began)
    return caught.new


def next_due() -> datetime | None:
    """An hour after the last look; a site without Stripe waits for nothing."""
    last = EventCatchUp.objects.values_list("until", flat=True).first()
    return last + EVERY if last and stripe_gateway.is_set_up() else None


def _window(start: datetime, end: datetime, caught: Caught, keep_only: bool) -> None:
    for event in stripe_gateway.events_between(start, end, events.HANDLERS):
        caught.listed += 1
        caught.new += not StripeEvent.objects.filter(event_id=event.id).exists()
        row = events.keep(event)
        if row.processed_at is None and not row.quarantine and not keep_only:
            _process(row, caught)


def _process(row: StripeEvent, caught: Caught) -> None:
    try:
        events.process(row)
    except Exception:
        log.exception("event %s failed and will be tried again", row.event_id)
        caught.failed += 1
        return
    row.refresh_from_db()
    caught.done += row.processed_at is not None
    caught.quarantined += row.processed_at is None
