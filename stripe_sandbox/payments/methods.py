"""The ways to pay that Stripe would offer: by currency, and whether they can pay again by themselves."""

DELAYED = {
    "usd": "us_bank_account",
    "eur": "sepa_debit",
    "gbp": "bacs_debit",
    "cad": "acss_debit",
    "jpy": "konbini",
}
# Paid at once, on a page of the wallet's own.
WALLETS = {
    "paypal": frozenset(
        ["usd", "eur", "gbp", "aud", "cad", "chf", "czk", "dkk", "hkd", "nok", "nzd", "pln", "sek", "sgd"]
    ),
    "upi": frozenset({"inr"}),
}
NAMES = {
    "card": "Card",
    "paypal": "PayPal",
    "upi": "UPI",
    "us_bank_account": "US bank account",
    "sepa_debit": "SEPA Direct Debit",
    "bacs_debit": "Bacs Direct Debit",
    "acss_debit": "Pre-authorised debit",
    "konbini": "Konbini",
}


def offered(currency: str, mode: str) -> list[str]:
    """A subscription is renewed by card or PayPal: the sandbox has no mandates."""
    found = ["card"]
    if currency in WALLETS["paypal"]:
        found.append("paypal")
    if mode == "payment":
        found += [wallet for wallet in ("upi",) if currency in WALLETS[wallet]]
        found += [DELAYED[currency]] if currency in DELAYED else []
    return found


def is_delayed(method: str) -> bool:
    return method in DELAYED.values()
