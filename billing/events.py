"""Stripe's events: kept first, each once, then processed. What failed is tried again by itself, with growing pauses;
what does not match what we know waits in quarantine until an operator replays or dismisses it.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F

from accounts.models import User
from billing import disputes, event_people, fulfilment, refunds_told, stripe_gateway
from billing.errors import DoesNotMatch, PaymentsUnavailable
from billing.memberships import news as memberships
from billing.models import StripeEvent
from common import clock

log = logging.getLogger(__name__)
# Minutes until the next try, by how many there were; then the last of them again and again.
PAUSES = (2, 3, 5, 10, 20, 30, 60)
# After so long, as long as Stripe itself goes on, it needs a person.
TRIED_FOR = timedelta(days=3)
BATCH = 200


def keep(event: stripe_gateway.Event) -> StripeEvent:
    """Store the event as it came, without what it says of somebody who has gone; one that came before is not stored
    again."""
    row, _ = StripeEvent.objects.get_or_create(
        event_id=event.id,
        defaults={
            "type": event.type,
            "subject": event.subject[:120],
            "payload": event_people.fit_to_keep(event.payload),
            # Should this process die before it is done.
            "try_at": clock.real_now() + _pause(0),
        },
    )
    return row


def process(row: StripeEvent) -> None:
    """Do what the event asks, unless it was done or is with an operator. Raises whatever went wrong, which the row
    keeps; what does not match is not raised, because Stripe need not send it again."""
    if row.processed_at is None and not row.quarantine:
        _work(row)


def replay(row: StripeEvent) -> bool:
    """Do what an event asks once more: what it has done is not done twice. False when it failed; the row says why."""
    try:
        return _work(row)
    except Exception:
        log.exception("replay of event %s failed", row.event_id)
        return False


def dismiss(row: StripeEvent, *, actor: User, reason: str) -> bool:
    """An operator decides that nothing is to be done with it. False when it was done or dismissed meanwhile."""
    said = f"Dismissed by {actor}: {reason}"
    rows = StripeEvent.objects.filter(pk=row.pk, processed_at=None)
    return bool(rows.update(processed_at=clock.real_now(), try_at=None, quarantine="", error=said))


def release(subject: str) -> None:
    """What was wrong about this object has been put right: try again what it had put into quarantine."""
    for row in StripeEvent.objects.with_operator().filter(subject=subject).order_by("id"):
        replay(row)


def try_due(at: datetime) -> int:  # noqa: ARG001 - a sweep is told the site's instant; Stripe has its own
    """Try again every event whose time has come. Stops at the first silence: Stripe is down for the others, too."""
    due = StripeEvent.objects.due(clock.real_now())[:BATCH]
    for done, row in enumerate(due):
        try:
            process(row)
        except PaymentsUnavailable:
            log.warning("Stripe does not answer, %s events wait for the next sweep", len(due) - done)
            raise
        except Exception:
            log.exception("event %s failed again", row.event_id)
    return len(due)


def next_due() -> datetime | None:
    waiting = StripeEvent.objects.filter(try_at__isnull=False).order_by("try_at")
    return waiting.values_list("try_at", flat=True).first()


def _work(row: StripeEvent) -> bool:
    """Whether it is done now. False: it is in quarantine."""
    rows = StripeEvent.objects.filter(pk=row.pk)
    # The next try is set first, for a process that dies meanwhile.
    again = clock.real_now() + _pause(row.attempts + 1) if not row.quarantine and row.processed_at is None else None
    rows.waiting().update(try_at=again)
    rows.update(attempts=F("attempts") + 1)
    try:
        remark = _handle(row)
    except DoesNotMatch as different:
        StripeEvent.objects.filter(pk=row.pk, processed_at=row.processed_at).update(error=str(different))
        _set_aside(row, str(different))
        return False
    except Exception as failed:
        _failed(row, f"{type(failed).__name__}: {failed}"[:2000])
        raise
    finally:
        event_people.look_again(row)
    rows.update(processed_at=clock.real_now(), try_at=None, quarantine="", error=remark)
    return True


def _failed(row: StripeEvent, error: str) -> None:
    # Whoever did it meanwhile was quicker, and has said what there is to say.
    StripeEvent.objects.filter(pk=row.pk, processed_at=row.processed_at).update(error=error)
    if row.received_at < clock.real_now() - TRIED_FOR and not row.quarantine:
        _set_aside(row, f"Tried for {TRIED_FOR.days} days without success.")


def _set_aside(row: StripeEvent, why: str) -> None:
    StripeEvent.objects.filter(pk=row.pk, processed_at=None).update(quarantine=why, try_at=None)
    log.error("event %s (%s) waits for an operator: %s", row.event_id, row.type, why)


def _pause(attempts: int) -> timedelta:
    return timedelta(minutes=PAUSES[min(attempts, len(PAUSES) - 1)])


def _handle(row: StripeEvent) -> str:
    handler = HANDLERS.get(row.type)
    if handler is None:
        return ""
    if bool(row.payload["livemode"]) != stripe_gateway.is_live():
        raise DoesNotMatch("A live event and test keys, or the other way round.")
    return handler(row)


def _checkout(row: StripeEvent) -> str:
    # The event only says that something changed. How things stand now, Stripe is asked: events come late and out of
    # order.
    if row.payload["data"]["object"].get("mode") == "subscription":
        return memberships.checkout(row)
    purchase = fulfilment.fulfil(str(row.payload["data"]["object"]["id"]))
    if purchase is None:
        return "Not acted on: no purchase of ours."
    if purchase.mismatch:
        raise DoesNotMatch(f"Purchase {purchase.number}: {purchase.mismatch}")
    return ""


# Each answers with a remark for operators, empty when there is nothing to remark, and raises DoesNotMatch for what
# only an operator can judge. Other types are kept, no more.
HANDLERS: dict[str, Callable[[StripeEvent], str]] = {
    "checkout.session.completed": _checkout,
    "checkout.session.async_payment_succeeded": _checkout,
    "checkout.session.async_payment_failed": _checkout,
    "checkout.session.expired": _checkout,
    **memberships.HANDLERS,
    **dict.fromkeys(("refund.created", "refund.updated", "refund.failed"), refunds_told.of_refund),
    "charge.refunded": refunds_told.of_charge,
    **dict.fromkeys(
        (
            "charge.dispute.created",
            "charge.dispute.updated",
            "charge.dispute.closed",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.funds_reinstated",
        ),
        disputes.of_dispute,
    ),
}
