"""Ways to pay that Stripe usually offers in a country, in words. Its page decides, by what is switched on there."""

from collections.abc import Iterable

_EVERYWHERE = ("card", "PayPal")
# Each needs the currency that it is named with.
_LOCAL: dict[str, tuple[str, tuple[str, ...]]] = {
    "US": ("USD", ("US bank account", "Cash App Pay", "Link")),
    "GB": ("GBP", ("Pay by Bank", "Bacs Direct Debit")),
    "IN": ("INR", ("UPI",)),
    "JP": ("JPY", ("Konbini", "bank transfer", "PayPay")),
    "NL": ("EUR", ("iDEAL",)),
    "BE": ("EUR", ("Bancontact",)),
    "AT": ("EUR", ("EPS",)),
    "PT": ("EUR", ("Multibanco", "MB WAY")),
    "FI": ("EUR", ("MobilePay",)),
}
# What the euro area shares.
_EURO = ("SEPA Direct Debit", "Klarna")
# In the order of what is said: paid at once, or known only days later.
_DELAYED = frozenset(
    {"US bank account", "Bacs Direct Debit", "SEPA Direct Debit", "Konbini", "bank transfer", "Multibanco"}
)


def methods_in(country: str, currency: str) -> list[str]:
    """`methods_in("NL", "EUR") == ["card", "PayPal", "iDEAL", "SEPA Direct Debit", "Klarna"]`."""
    needs, local = _LOCAL.get(country, ("", ()))
    # The region for everywhere else pays in dollars, and so does somebody who has named no country.
    shared = _EURO if currency == "EUR" else ()
    return [*_EVERYWHERE, *(local if needs == currency else ()), *shared]


def delayed(methods: Iterable[str]) -> list[str]:
    """Those after which the Connects come only when the bank has paid."""
    return [method for method in methods if method in _DELAYED]
