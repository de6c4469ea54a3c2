"""Payments of the demo world that turned: one given back in part, one that the card's bank disputes."""

import logging

from django.conf import settings

from accounts.models import User
from billing import regions, services
from billing.errors import PaymentsError
from billing.models import Purchase
from marketplace.demo.till import DISPUTED, GOOD, type_card

log = logging.getLogger(__name__)


def turn(hasty: User, unlucky: User, operator: User) -> None:
    """One buys too much and gets a third back; the other's bank takes the payment back until somebody is proved right.

    Without a local Stripe neither happens.
    """
    if not settings.STRIPE_API_BASE:
        return
    try:
        bought = _buy(hasty, 60, GOOD)
        services.refund(
            bought,
            amount_minor=bought.amount_minor // 3,
            reason="Meant to buy 40: the rest goes back, as asked.",
            actor=operator,
            key=f"demo-{bought.key}"[:32],
        )
        # Stripe tells of the dispute once the site is there to hear it.
        _buy(unlucky, 40, DISPUTED)
    except (PaymentsError, OSError) as silent:
        log.warning("The local Stripe does not answer, so no payment of the demo world turns: %s", silent)


def _buy(person: User, connects: int, card: str) -> Purchase:
    package = regions.region_of(person.country).packages.get(connects=connects)
    purchase = services.start(person, package_id=package.pk)
    assert purchase.session_id is not None
    type_card(purchase.session_id, card, person.email)
    return services.fulfil(purchase.session_id) or purchase
