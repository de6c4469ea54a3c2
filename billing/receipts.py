"""What the buyer is told: a receipt by mail and a line in the notice centre, written with the booking, once each."""

from functools import partial

from billing.models import Purchase
from common import mail, notices
from common.prices import format_price


def send(purchase: Purchase) -> None:
    """Raises nothing that could undo the booking: both are rows of the same transaction."""
    notices.give(
        purchase.buyer,
        kind="purchase",
        text=f"{purchase.total_connects} Connects bought for {_amount(purchase)}. Thank you.",
        link=purchase.get_absolute_url(),
        reference=f"receipt:{purchase.reference}",
    )
    _mail(purchase, "receipt")


def tell_of_failure(purchase: Purchase) -> None:
    notices.give(
        purchase.buyer,
        kind="payment_failed",
        text=f"Your payment of {_amount(purchase)} for {purchase.total_connects} Connects did not go through.",
        link=purchase.get_absolute_url(),
        reference=f"failed:{purchase.reference}",
    )
    _mail(purchase, "payment_failed")


def _mail(purchase: Purchase, template: str) -> None:
    context = {
        "purchase": purchase,
        "person": purchase.buyer,
        "amount": _amount(purchase),
        "lines": lines(purchase),
        "tax": format_price(purchase.tax_minor, purchase.currency, purchase.country) if purchase.tax_minor else "",
        "agency": purchase.wallet.agency,
    }
    reference = f"{template}:{purchase.reference}"
    mail.queue(purchase.buyer.email, template=template, context=context, reference=reference)


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
