"""Ways to pay by currency, in words, as Stripe's dynamic methods usually offer them. Its page has the last word."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.reading import Words


@dataclass(frozen=True, slots=True)
class Methods:
    """`delayed` are those after which the Connects come only when the money has arrived, days later."""

    at_once: tuple[Words, ...]
    delayed: tuple[Words, ...] = ()

    @property
    def words(self) -> str:
        """`card, PayPal or US bank account`."""
        return _one_of((*self.at_once, *self.delayed))

    @property
    def late(self) -> str:
        """Those that take days, in words."""
        return _one_of(self.delayed)


def _one_of(names: tuple[Words, ...]) -> str:
    *others, last = map(str, names) if names else ("",)
    if not others:
        return last
    return gettext("{others} or {last}").format(others=", ".join(others), last=last)


_CARD = _("card")
_BY_CURRENCY = {
    "USD": Methods((_CARD, "PayPal"), (_("US bank account"),)),
    "EUR": Methods((_CARD, "PayPal"), (_("SEPA Direct Debit"),)),
    "GBP": Methods((_CARD, "PayPal"), ("Bacs Direct Debit",)),
    "INR": Methods((_CARD, "UPI")),
    "JPY": Methods((_CARD,), ("konbini",)),
}


def methods_in(currency: str) -> Methods:
    return _BY_CURRENCY.get(currency, Methods((_CARD,)))
