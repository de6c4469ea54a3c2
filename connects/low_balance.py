"""The owner of a wallet is told when a spend has brought it below a figure of the wallet's policy (PRODUCT 9)."""

from accounts.agencies.standing import owners_of
from common.telling import News, tell
from connects.booking import Booking
from connects.models import Wallet, WalletPolicy


def tell_if_low(spent: Booking) -> None:
    """Tell of a low balance, once each time it falls below the figure. Call it after a spend, with its booking."""
    low = WalletPolicy.objects.get(pk=1).low_balance
    if spent.again or not spent.balance_after < low <= spent.balance_after - spent.amount:
        return
    wallet = Wallet.objects.select_related("person", "agency").get(pk=spent.wallet_id)
    whose, link = "your wallet", "/settings/connects/buy/"
    person = wallet.person
    if wallet.agency:
        person = owners_of([wallet.agency.pk]).get(wallet.agency.pk)
        whose, link = f"the wallet of {wallet.agency.name}", f"/settings/connects/buy/?agency={wallet.agency.handle}"
    if person is None:
        return
    left = spent.balance_after
    some = f"{left} Connect{' is' if left == 1 else 's are'}" if left else "No Connects are"
    text = f"{some} left in {whose}."
    lines = (
        "The page of each job says what a proposal costs, and what you would have left.",
        f"You are told of this once each time there are fewer than {low}.",
    )
    tell(News(person, "low_balance", f"low_balance:{spent.id}", text, link, text, lines, label="Buy Connects"))
