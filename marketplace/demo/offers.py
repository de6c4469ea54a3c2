"""What operators of the demo world have given away: a campaign that has ended, an offer, a draft, codes to redeem."""

import uuid
from datetime import timedelta

from accounts.models import User
from billing import redeeming
from billing.campaigns import acts
from billing.models import Campaign, PromoCode, Sale
from common import clock, policies

# Works for whoever tries the demo, too.
GIFT = {"code": "GUILDGIFT", "connects": 10, "without_purchase": True, "lives_days": 90, "limit_total": 500}


def offer_sale(operator: User) -> None:
    """The sale of the second month is made known to everybody."""
    sale = Sale.objects.order_by("id")[0]
    words = {"name": "Ready for the busy season", "message": "Fill your wallet while it costs less."}
    _send(Campaign(kind=Campaign.Kind.SALE, sale=sale, **words), operator, "The sale begins today.")


def thank(operator: User) -> None:
    """Connects for those who have been here from the beginning; what they do with them shows in its results."""
    words = {"name": "Four months of Guildhall", "message": "Thank you for being here."}
    _send(
        Campaign(**words, connects=12, lives_days=30),
        operator,
        "Four months: a thank-you to everybody, asked for at the meeting.",
    )


def hand_out_code(operator: User, people: list[User]) -> None:
    """A code that needs no purchase, redeemed by some of them at once."""
    policies.create(PromoCode(starts_at=clock.now(), **GIFT), actor=operator, reason="For the winter meet-up.")
    for person in people:
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{GIFT['code']}:{person.pk}").hex
        redeeming.redeem(person, str(GIFT["code"]), key=key)


def leave_draft(operator: User) -> None:
    """Written, and not yet sent: newcomers who have gone quiet."""
    today = clock.now().date()
    draft = Campaign(
        name="A second start",
        message="New jobs wait for your proposal.",
        connects=8,
        lives_days=45,
        joined_since=today - timedelta(days=100),
        inactive_since=today - timedelta(days=30),
    )
    policies.create(draft, actor=operator, reason="To bring back newcomers who have gone quiet.")


def _send(campaign: Campaign, operator: User, reason: str) -> None:
    """Started here; the day's own sweep sends it."""
    policies.create(campaign, actor=operator, reason=reason)
    acts.start(campaign, actor=operator, reason=reason, seen=acts.reach_of(campaign).people)
