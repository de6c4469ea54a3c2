"""Webhook events: kept first, each once, then processed; what failed stays with its error and may be replayed."""

import logging
from collections.abc import Callable

from django.db.models import F

from billing import fulfilment, stripe_gateway
from billing.models import StripeEvent
from common import clock

log = logging.getLogger(__name__)


def keep(event: stripe_gateway.Event) -> StripeEvent:
    """Store the event as it came; one that came before is not stored again."""
    row, _ = StripeEvent.objects.get_or_create(
        event_id=event.id, defaults={"type": event.type, "payload": event.payload}
    )
    return row


def process(row: StripeEvent) -> None:
    """Do what the event asks, unless it was done. Raises whatever went wrong, which the row keeps."""
    if row.processed_at is None:
        _work(row)


def replay(row: StripeEvent) -> bool:
    """Do what an event asks once more: what it has done is not done twice. False when it failed; the row says why."""
    try:
        _work(row)
    except Exception:
        log.exception("replay of event %s failed", row.event_id)
        return False
    return True


def _work(row: StripeEvent) -> None:
    rows = StripeEvent.objects.filter(pk=row.pk)
    rows.update(attempts=F("attempts") + 1)
    try:
        remark = _handle(row)
    except Exception as failed:
        rows.update(error=f"{type(failed).__name__}: {failed}"[:2000])
        raise
    rows.update(processed_at=clock.real_now(), error=remark)


def _handle(row: StripeEvent) -> str:
    handler = HANDLERS.get(row.type)
    if handler is None:
        return ""
    if bool(row.payload["livemode"]) != stripe_gateway.is_live():
        return "Not acted on: a live event and test keys, or the other way round."
    return handler(row)


def _checkout(row: StripeEvent) -> str:
    # The event only says that something changed. How things stand now, Stripe is asked: events come late and out of
    # order.
    session_id = str(row.payload["data"]["object"]["id"])
    return "" if fulfilment.fulfil(session_id) else "Not acted on: no purchase of ours."


# Each answers with a remark for operators, empty when there is nothing to remark. Other types are kept, no more.
HANDLERS: dict[str, Callable[[StripeEvent], str]] = {
    "checkout.session.completed": _checkout,
    "checkout.session.async_payment_succeeded": _checkout,
    "checkout.session.async_payment_failed": _checkout,
    "checkout.session.expired": _checkout,
}
