"""What the buyer is told: a receipt by mail and a line in the notice centre, written with the booking, once each."""

from billing.models import Purchase
from common import mail, notices
from common.money import format_money


def send(purchase: Purchase) -> None:
    """Raises nothing that could undo the booking: both are rows of the same transaction."""
    notices.give(
        purchase.buyer,
        kind="purchase",
        text=f"{purchase.connects} Connects bought for {_amount(purchase)}. Thank you.",
        link=purchase.get_absolute_url(),
        reference=f"receipt:{purchase.reference}",
    )
    _mail(purchase, "receipt")


def tell_of_failure(purchase: Purchase) -> None:
    notices.give(
        purchase.buyer,
        kind="payment_failed",
        text=f"Your payment of {_amount(purchase)} for {purchase.connects} Connects did not go through.",
        link=purchase.get_absolute_url(),
        reference=f"failed:{purchase.reference}",
    )
    _mail(purchase, "payment_failed")


def _mail(purchase: Purchase, template: str) -> None:
    mail.queue(
        purchase.buyer.email,
        template=template,
        context={"purchase": purchase, "person": purchase.buyer, "amount": _amount(purchase)},
        reference=f"{template}:{purchase.reference}",
    )


def _amount(purchase: Purchase) -> str:
    return format_money(purchase.amount_minor, purchase.currency)
