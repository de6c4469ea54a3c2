"""What the buyer is told: a receipt by mail and a line in the notice centre, written with the booking, once each."""

from functools import partial

from billing.models import Purchase
from common.prices import format_price
from common.telling import News, tell
from connects import services as connects

_NOT_THERE = {
    "held": "They wait for a look at your account.",
    "refused": "They were not added: free Connects are given once per person.",
}


def send(purchase: Purchase) -> None:
    """Raises nothing that could undo the booking: both are rows of the same transaction."""
    why = waits(purchase)
    bought = f"{purchase.total_connects} Connects bought for {_amount(purchase)}."
    text = not_there(purchase, why) if why else f"{bought} Thank you."
    _tell(purchase, "purchase", f"receipt:{purchase.reference}", text, template="receipt")


def waits(purchase: Purchase) -> str:
    """Why the Connects of a purchase are not there: "held" for an operator, "refused" by one; empty when they are."""
    return connects.held_purchase(purchase.reference) if purchase.is_paid and not purchase.amount_minor else ""


def not_there(purchase: Purchase, why: str) -> str:
    return f"{purchase.total_connects} Connects for nothing. {_NOT_THERE[why]}"


def tell_of_failure(purchase: Purchase) -> None:
    text = f"Your payment of {_amount(purchase)} for {purchase.total_connects} Connects did not go through."
    _tell(purchase, "payment_failed", f"failed:{purchase.reference}", text, template="payment_failed")


def _tell(purchase: Purchase, kind: str, reference: str, text: str, *, template: str) -> None:
    context = {
        "purchase": purchase,
        "amount": _amount(purchase),
        "lines": lines(purchase),
        "tax": format_price(purchase.tax_minor, purchase.currency, purchase.country) if purchase.tax_minor else "",
        "agency": purchase.wallet.agency,
        "waits": waits(purchase),
    }
    link = purchase.get_absolute_url()
    tell(News(purchase.buyer, kind, reference, text, link, template=template, context=context))


def lines(purchase: Purchase) -> list[tuple[str, str]]:
    """The bill: what the package costs, what was taken off, what came on top, as the buyer's country writes it."""
    price = partial(format_price, currency=purchase.currency, country=purchase.country)
    found = [(f"{purchase.connects} Connects", price(purchase.list_minor))]
    if purchase.discount_minor:
        found.append((purchase.discount_label, f"\N{MINUS SIGN}{price(purchase.discount_minor)}"))
    if purchase.extra_connects:
        found.append((f"{purchase.extra_connects} Connects on top", price(0)))
    return found


def _amount(purchase: Purchase) -> str:
    return format_price(purchase.amount_minor, purchase.currency, purchase.country)
