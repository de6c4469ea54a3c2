"""What a campaign led to: who was reached, what became of the Connects, who bought afterwards."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum

from billing.models import Campaign, CampaignPerson, Purchase, Redemption
from connects import services as connects


@dataclass(frozen=True, slots=True)
class Bought:
    """Purchases in one currency, less what was given back, in minor units."""

    currency: str
    people: int
    purchases: int
    minor: int


@dataclass(frozen=True, slots=True)
class Results:
    """`buyers` bought within the campaign's days of being reached; `offer` are those purchases that used its sale
    or code, `redeemed` the uses of a code that needs no purchase."""

    fate: connects.Fate | None
    buyers: int
    bought: list[Bought]
    offer: list[Bought]
    redeemed: int


def results_of(campaign: Campaign) -> Results:
    """A handful of statements, however many people it has reached."""
    led, grants = _led_to(campaign), campaign.kind == Campaign.Kind.GRANT
    return Results(
        fate=connects.fate_of(campaign.reference) if grants else None,
        buyers=led.values("buyer").distinct().count(),
        bought=_by_currency(led),
        offer=[] if grants else _by_currency(_at_its_price(campaign, led)),
        redeemed=_redeemed(campaign),
    )


def _led_to(campaign: Campaign) -> QuerySet[Purchase]:
    """Purchases of people whom it had reached, not more than so many days before."""
    if campaign.started_at is None or campaign.counts_days is None:
        return Purchase.objects.none()
    reached = CampaignPerson.objects.filter(campaign=campaign, person=OuterRef("buyer"))
    paid = Purchase.objects.filter(status__in=Purchase.ONCE_PAID, paid_at__gte=campaign.started_at)
    known = paid.annotate(reached_at=Subquery(reached.values("at")[:1]))
    counts = timedelta(days=campaign.counts_days)
    return known.filter(paid_at__gte=F("reached_at"), paid_at__lt=F("reached_at") + counts)


def _at_its_price(campaign: Campaign, led: QuerySet[Purchase]) -> QuerySet[Purchase]:
    if sale := campaign.sale:
        # As the buyers read it: a purchase keeps the words, not the row.
        return led.filter(discount=Purchase.Discount.SALE, discount_label__startswith=f"{sale.name}, ")
    return led.filter(redemption__code=campaign.code, redemption__state=Redemption.State.USED)


def _redeemed(campaign: Campaign) -> int:
    if campaign.code is None or campaign.started_at is None:
        return 0
    uses = Redemption.objects.filter(code=campaign.code, purchase=None, created_at__gte=campaign.started_at)
    return uses.filter(person__campaigns__campaign=campaign).count()


def _by_currency(purchases: QuerySet[Purchase]) -> list[Bought]:
    rows = purchases.values("currency").annotate(
        people=Count("buyer", distinct=True),
        bought=Count("pk"),
        minor=Sum(F("amount_minor") - F("refunded_minor")),
    )
    return [Bought(row["currency"], row["people"], row["bought"], row["minor"]) for row in rows.order_by("currency")]
