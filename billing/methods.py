"""Ways to pay by currency, in words, as Stripe's dynamic methods usually offer them. Its page has the last word."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Methods:
    """`delayed` are those after which the Connects come only when the money has arrived, days later."""

    at_once: tuple[str, ...]
    delayed: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """`card, PayPal or US bank account`."""
        *others, last = (*self.at_once, *self.delayed)
        return f"{', '.join(others)} or {last}" if others else last


_BY_CURRENCY = {
    "USD": Methods(("card", "PayPal"), ("US bank account",)),
    "EUR": Methods(("card", "PayPal"), ("SEPA Direct Debit",)),
    "GBP": Methods(("card", "PayPal"), ("Bacs Direct Debit",)),
    "INR": Methods(("card", "UPI")),
    "JPY": Methods(("card",), ("konbini",)),
}


def methods_in(currency: str) -> Methods:
    return _BY_CURRENCY.get(currency, Methods(("card",)))
