"""The owner of a wallet is told when a spend has brought it below a figure of the wallet's policy (PRODUCT 9)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.agencies.standing import owners_of
from accounts.models import Agency
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell
from connects.booking import Booking
from connects.models import Wallet, WalletPolicy


def tell_if_low(spent: Booking) -> None:
    """Tell of a low balance, once each time it falls below the figure. Call it after a spend, with its booking."""
    low = WalletPolicy.objects.get(pk=1).low_balance
    if spent.again or not spent.balance_after < low <= spent.balance_after - spent.amount:
        return
    wallet = Wallet.objects.select_related("person", "agency").get(pk=spent.wallet_id)
    agency, person, link = wallet.agency, wallet.person, "/settings/connects/buy/"
    if agency:
        person = owners_of([agency.pk]).get(agency.pk)
        link = f"{link}?agency={agency.handle}"
    if person is None:
        return
    with read_by(person):
        text = _of_pool(spent.balance_after, agency) if agency else _of_person(spent.balance_after)
        lines = (
            _("The page of each job says what a proposal costs, and what you would have left."),
            _("You are told of this once each time there are fewer than {figure}.").format(figure=figure(low)),
        )
        label = _("Buy Connects")
        tell(News(person, "low_balance", f"low_balance:{spent.id}", text, link, text, lines, label=label))


def _of_person(left: int) -> str:
    if not left:
        return _("No Connects are left in your wallet.")
    text = ngettext("{number} Connect is left in your wallet.", "{number} Connects are left in your wallet.", left)
    return text.format(number=figure(left))


def _of_pool(left: int, agency: Agency) -> str:
    text = (
        ngettext(
            "{number} Connect is left in the wallet of {agency}.",
            "{number} Connects are left in the wallet of {agency}.",
            left,
        )
        if left
        else _("No Connects are left in the wallet of {agency}.")
    )
    return text.format(number=figure(left), agency=agency.name)
