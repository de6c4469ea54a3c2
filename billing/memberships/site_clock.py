"""The demo's Stripe goes by the site's clock: subscriptions renew, fail and end as the clock is moved on.

Only where a local Stripe stands in for the real one; everywhere else this does nothing. Stripe is then asked how
things stand as after any event: webhooks are not needed for it.
"""

import logging
from datetime import datetime

from billing import stripe_gateway
from billing.errors import PaymentsError
from billing.models import Membership
from billing.models.memberships import Memberships
from common import clock

log = logging.getLogger(__name__)


def bring_stripe_along() -> None:
    """Before Stripe begins or changes something by its own clock: let it be as late there as here."""
    if stripe_gateway.has_a_clock():
        stripe_gateway.move_clock(clock.now())


def next_due() -> datetime | None:
    """When Stripe has the next thing to do, a renewal for example."""
    if not stripe_gateway.has_a_clock() or not _at_stripe().exists():
        return None
    try:
        return stripe_gateway.next_on_clock()
    except PaymentsError as silent:
        # Due, so that the run says what is wrong: pages that show the schedule must not break with it.
        log.warning("the local Stripe does not tell its time: %s", silent)
        return clock.now()


def run(at: datetime) -> int:
    """The sweep `billing.stripe_clock`: let Stripe do what is due by then, and have every membership looked at."""
    if not stripe_gateway.has_a_clock() or not _at_stripe().exists():
        return 0
    due = stripe_gateway.next_on_clock()
    stripe_gateway.move_clock(at)
    if due is None or due > at:
        return 0
    return _at_stripe().filter(mismatch="").update(look_at=at)


def _at_stripe() -> Memberships:
    return Membership.objects.running().exclude(subscription_id=None)
