"""Asking Stripe about purchases whose webhook stays away, so that one that never comes costs minutes, not money.

Stripe's time is real time: the demo clock neither hurries nor stops these looks.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from billing import fulfilment
from billing.errors import NoSuchSession, PaymentsRefused, PaymentsUnavailable
from billing.models import Purchase
from common import clock

log = logging.getLogger(__name__)
FIRST_LOOK = timedelta(minutes=2)
# Minutes until the next look, by how many there were; then the last of them again and again.
PAUSES = (3, 5, 10, 20, 30, 60)
BATCH = 200


def look_at_due(at: datetime) -> int:  # noqa: ARG001 - a sweep is told the site's instant; Stripe has its own
    """Ask about every purchase whose look is due. Stops at the first silence: Stripe is down for the others, too."""
    due = Purchase.objects.due_for_a_look(clock.real_now())[:BATCH]
    done = 0
    for purchase in due:
        _next_look(purchase)
        try:
            look(purchase)
        except PaymentsRefused as refused:
            log.error("purchase %s cannot be looked up: %s", purchase.pk, refused)
        except PaymentsUnavailable:
            log.warning("Stripe does not answer, %s purchases wait for the next sweep", len(due) - done)
            raise
        done += 1
    return done


def next_due() -> datetime | None:
    waiting = Purchase.objects.filter(look_at__isnull=False).order_by("look_at")
    return waiting.values_list("look_at", flat=True).first()


def look(purchase: Purchase) -> None:
    """Settle one purchase by what Stripe says of it now."""
    if purchase.session_id is None:
        if purchase.session_expires_at <= clock.real_now():
            fulfilment.give_up(purchase.pk)
        return
    try:
        fulfilment.fulfil(purchase.session_id)
    except NoSuchSession as unknown:
        _set_aside(purchase.pk, f"Stripe does not know its checkout: {unknown}")


def look_again(purchase: Purchase) -> None:
    """An operator has put right what did not match: take it up again. Raises what `look` raises."""
    Purchase.objects.filter(pk=purchase.pk).update(mismatch="")
    look(purchase)


def _next_look(purchase: Purchase) -> None:
    # Before the look, not after: one that is killed or fails every time must not stand before all others.
    pause = timedelta(minutes=PAUSES[min(purchase.looks, len(PAUSES) - 1)])
    rows = Purchase.objects.unsettled().filter(pk=purchase.pk, mismatch="")
    rows.update(look_at=clock.real_now() + pause, looks=min(purchase.looks + 1, 1000))


@transaction.atomic
def _set_aside(purchase_id: int, why: str) -> None:
    purchase = Purchase.objects.select_for_update(no_key=True).unsettled().filter(pk=purchase_id).first()
    if purchase is not None:
        fulfilment.call_operator(purchase, why)
