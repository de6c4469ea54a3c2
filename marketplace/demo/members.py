"""Members of the demo world: bought at the local Stripe, as people would, so that renewals can be watched on the clock."""

import logging

from django.conf import settings

from accounts.models import AgencyMember, User
from billing.errors import PaymentsError
from billing.memberships import holders, starting
from billing.memberships.holders import Holder
from marketplace.demo.till import FAILS_LATER, GOOD, type_card

log = logging.getLogger(__name__)
# The plan, its interval and the card of each agency that pays for one.
AGENCIES = {
    "fieldstone-digital": ("business", "month", GOOD),
    "blauwerk": ("agency", "year", GOOD),
    "ledger-lane": ("agency", "month", FAILS_LATER),
}


def subscribe(freelancers: list[User]) -> None:
    """The first of these becomes a monthly member, the second an annual one, and three agencies pay for a plan.

    Without a local Stripe there are none.
    """
    if not settings.STRIPE_API_BASE:
        return
    try:
        for person, interval in zip(freelancers, ("month", "year"), strict=False):
            _buy(person, holders.own(person), "plus", interval, GOOD)
        for handle, (plan, interval, card) in AGENCIES.items():
            owner = AgencyMember.objects.get(agency__handle=handle, role=AgencyMember.Role.OWNER).person
            if holder := holders.of_agency(owner, handle):
                _buy(owner, holder, plan, interval, card)
    except (PaymentsError, OSError) as silent:
        log.warning("The local Stripe does not answer, so the demo world has no members: %s", silent)


def _buy(payer: User, holder: Holder, plan: str, interval: str, card: str) -> None:
    membership = starting.start(payer, holder, plan=plan, interval=interval)
    assert membership.session_id is not None
    type_card(membership.session_id, card, payer.email)
    starting.come_back(membership.session_id)
