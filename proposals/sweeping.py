"""This room's work by the clock, in the order in which it runs: tell people, then alarm, then refund."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from common import sweeps
from common.sweeps import Sweep
from proposals import alarms, announcing, boost_closing, outlook, settlement, unopened
from proposals.services import offering, reviewing


def settle(at: datetime) -> int:
    """Alarm first: a refund that is late stays on record as late even when this very run does it."""
    return alarms.raise_due(at) + settlement.settle_due(at)


def register() -> None:
    sweeps.register(
        Sweep(
            "proposals.boosts",
            boost_closing.close_due,
            boost_closing.next_due,
            every=60,
            title=_("Close boost auctions whose days are over"),
            outlooks=(outlook.AUCTIONS,),
        )
    )
    sweeps.register(
        Sweep(
            "proposals.announce",
            announcing.announce_due,
            announcing.next_due,
            every=30,
            title=_("Tell freelancers how a job ended"),
        )
    )
    sweeps.register(
        Sweep(
            "proposals.unopened",
            unopened.announce_due,
            unopened.next_due,
            every=600,
            title=_("Announce refunds of proposals left unopened"),
            outlooks=(outlook.UNOPENED,),
        )
    )
    sweeps.register(
        Sweep(
            "proposals.offers",
            offering.lapse_due,
            offering.next_lapse,
            title=_("End offers that nobody answered"),
            outlooks=(outlook.OFFERS,),
        )
    )
    sweeps.register(
        Sweep(
            "proposals.reviews",
            reviewing.show_due,
            reviewing.next_due,
            every=300,
            title=_("Show reviews"),
            outlooks=(outlook.REVIEWS,),
        )
    )
    sweeps.register(
        Sweep(
            "proposals.settle",
            settle,
            settlement.next_due,
            every=60,
            title=_("Do the refunds that are due"),
            outlooks=(outlook.REFUNDS,),
        )
    )
