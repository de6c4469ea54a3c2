"""For whom somebody buys: their own wallet, and those of the agencies that they own or manage."""

from dataclasses import dataclass

from django.utils.translation import gettext

from accounts.models import Agency, User
from billing.memberships.holders import agencies_of
from connects import services as connects
from connects.errors import NoWallet


@dataclass(frozen=True, slots=True)
class Purse:
    """A wallet that this person may pay for. `handle` names its agency, and is empty for the person's own."""

    wallet_id: int
    name: str
    handle: str

    @property
    def of_agency(self) -> bool:
        return bool(self.handle)


def purses_of(person: User) -> list[Purse]:
    """Every wallet the person may pay for, their own first."""
    return [*_own(person), *(_agency(agency) for agency in agencies_of(person))]


def purse_of(person: User, handle: str = "") -> Purse:
    """Their own wallet, or that of the agency of this handle. Raises NoWallet where it is not theirs to pay for.

    Somebody without a wallet of their own pays for their first agency's.
    """
    found = purses_of(person)
    for purse in found:
        if purse.handle == handle:
            return purse
    if found and not handle:
        return found[0]
    raise NoWallet(person)


def purse_with(person: User, wallet_id: int) -> Purse | None:
    """The purse of that wallet, if this person may pay for it (any more)."""
    return next((purse for purse in purses_of(person) if purse.wallet_id == wallet_id), None)


def _own(person: User) -> list[Purse]:
    try:
        wallet = connects.wallet_of(person)
    except NoWallet:
        return []
    return [Purse(wallet.pk, gettext("Your wallet"), "")]


def _agency(agency: Agency) -> Purse:
    wallet = connects.open_wallet(agency=agency)
    return Purse(wallet.pk, agency.name, agency.handle)
