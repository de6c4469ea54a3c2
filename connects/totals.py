"""All wallets together: what is outstanding, and what each kind of booking has moved so far.

Sums over the whole of the books, for operators and simulations; no page of a person asks them.
"""

from django.db.models import Sum

from connects.models import Entry, Wallet


def outstanding() -> int:
    """Connects that people and agencies could spend."""
    return Wallet.objects.aggregate(all=Sum("balance"))["all"] or 0


def by_kind() -> dict[str, int]:
    """What each kind of transaction has added to the balances (spends: below zero)."""
    sums = Entry.objects.values_list("transaction__kind").annotate(all=Sum("amount")).order_by("transaction__kind")
    return dict(sums)
