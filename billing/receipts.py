"""What the buyer is told: a receipt by mail and a line in the notice centre, written with the booking, once each."""

from functools import partial

from django.utils.translation import ngettext

from billing.models import Purchase
from common.numbers import figure, in_connects
from common.prices import format_price
from common.reading import read_by
from common.telling import News, tell
from connects import services as connects


def send(purchase: Purchase) -> None:
    """Raises nothing that could undo the booking: both are rows of the same transaction."""
    why = waits(purchase)
    with read_by(purchase.buyer):
        text = not_there(purchase, why) if why else _bought(purchase)
        tell(_news(purchase, "purchase", f"receipt:{purchase.reference}", text, template="receipt"))


def waits(purchase: Purchase) -> str:
    """Why the Connects of a purchase are not there: "held" for an operator, "refused" by one; empty when they are."""
    return connects.held_purchase(purchase.reference) if purchase.is_paid and not purchase.amount_minor else ""


def not_there(purchase: Purchase, why: str) -> str:
    if why == "held":
        said = ngettext(
            "{n} Connect for nothing. It waits for a look at your account.",
            "{n} Connects for nothing. They wait for a look at your account.",
            purchase.total_connects,
        )
    else:
        said = ngettext(
            "{n} Connect for nothing. It was not added: free Connects are given once per person.",
            "{n} Connects for nothing. They were not added: free Connects are given once per person.",
            purchase.total_connects,
        )
    return said.format(n=figure(purchase.total_connects))


def tell_of_failure(purchase: Purchase) -> None:
    with read_by(purchase.buyer):
        text = ngettext(
            "Your payment of {amount} for {n} Connect did not go through.",
            "Your payment of {amount} for {n} Connects did not go through.",
            purchase.total_connects,
        ).format(amount=_amount(purchase), n=figure(purchase.total_connects))
        reference = f"failed:{purchase.reference}"
        tell(_news(purchase, "payment_failed", reference, text, template="payment_failed"))


def lines(purchase: Purchase) -> list[tuple[str, str]]:
    """The bill: what the package costs, what was taken off, what came on top, as the buyer's country writes it."""
    price = partial(format_price, currency=purchase.currency, country=purchase.country)
    found = [(in_connects(purchase.connects), price(purchase.list_minor))]
    if purchase.discount_minor:
        found.append((purchase.discount_words, f"\N{MINUS SIGN}{price(purchase.discount_minor)}"))
    if purchase.extra_connects:
        extra = ngettext("{n} Connect on top", "{n} Connects on top", purchase.extra_connects)
        found.append((extra.format(n=figure(purchase.extra_connects)), price(0)))
    return found


def _news(purchase: Purchase, kind: str, reference: str, text: str, *, template: str) -> News:
    with read_by(purchase.buyer):
        context = {
            "purchase": purchase,
            "amount": _amount(purchase),
            "lines": lines(purchase),
            "tax": format_price(purchase.tax_minor, purchase.currency, purchase.country) if purchase.tax_minor else "",
            "agency": purchase.wallet.agency,
            "waits": waits(purchase),
        }
        link = purchase.get_absolute_url()
        return News(purchase.buyer, kind, reference, text, link, template=template, context=context)


def _bought(purchase: Purchase) -> str:
    return ngettext(
        "{n} Connect bought for {amount}. Thank you.",
        "{n} Connects bought for {amount}. Thank you.",
        purchase.total_connects,
    ).format(n=figure(purchase.total_connects), amount=_amount(purchase))


def _amount(purchase: Purchase) -> str:
    return format_price(purchase.amount_minor, purchase.currency, purchase.country)
