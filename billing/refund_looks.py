"""Asking Stripe about refunds that it has not taken yet or that are under way, by real time: none is forgotten."""

import logging
from datetime import datetime, timedelta

from billing import refunds, refunds_told, stripe_gateway
from billing.errors import PaymentsError, PaymentsUnavailable
from billing.models import Refund
from common import clock

log = logging.getLogger(__name__)
# Minutes until the next look at one that Stripe has not taken; banks take days to move money.
PAUSES, BANKS_PAUSE = (2, 3, 5, 10, 20, 30, 60), timedelta(hours=6)
BATCH = 200


def look_at_due(at: datetime) -> int:  # noqa: ARG001 - a sweep is told the site's instant; Stripe has its own
    """Ask about every refund whose look is due. Stops at the first silence: Stripe is down for the others, too."""
    due = Refund.objects.filter(look_at__lte=clock.real_now()).order_by("look_at", "id")[:BATCH]
    for row in due:
        _next_look(row)
        try:
            look(row)
        except PaymentsUnavailable:
            log.warning("Stripe does not answer, the refunds wait for the next sweep")
            raise
        except PaymentsError:
            log.exception("refund %s cannot be looked up", row.pk)
    return len(due)


def next_due() -> datetime | None:
    waiting = Refund.objects.filter(look_at__isnull=False).order_by("look_at")
    return waiting.values_list("look_at", flat=True).first()


def look(row: Refund) -> None:
    """Settle one refund by what Stripe says of it now. Raises what asking Stripe raises."""
    if row.status == Refund.Status.ASKED:
        row = refunds.find_or_ask(row)
    elif row.refund_id:
        row = refunds_told.apply(row.payment, stripe_gateway.refund(row.refund_id))
    refunds_told.finish(row)


def _next_look(row: Refund) -> None:
    # Before the look, not after: one that is killed or fails every time must not stand before all others.
    pause = timedelta(minutes=PAUSES[min(row.looks, len(PAUSES) - 1)])
    if row.status == Refund.Status.PENDING:
        pause = BANKS_PAUSE
    looks = Refund.objects.filter(pk=row.pk, look_at__isnull=False)
    looks.update(look_at=clock.real_now() + pause, looks=min(row.looks + 1, 1000))
