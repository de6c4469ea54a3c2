"""Whose membership it is: a person's own wallet, or the pool of an agency, which owner and managers look after."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from accounts.agencies.standing import run_by, runs
from accounts.models import Agency, User
from billing.models import Membership
from connects import services as connects


@dataclass(frozen=True, slots=True)
class Holder:
    """A wallet and how its owner calls it. `handle` is the agency's, empty for a person's own."""

    wallet_id: int
    name: str
    handle: str

    @property
    def is_agency(self) -> bool:
        return bool(self.handle)

    def page(self, name: str = "membership") -> str:
        """The address of one of the membership's pages for this wallet."""
        return reverse(f"agency_{name}", args=[self.handle]) if self.handle else reverse(name)

    # For templates, which pass no arguments.
    @property
    def choose(self) -> str:
        return self.page("membership_choose")

    @property
    def cancel(self) -> str:
        return self.page("membership_cancel")

    @property
    def resume(self) -> str:
        return self.page("membership_resume")

    @property
    def keep(self) -> str:
        return self.page("membership_keep")

    @property
    def abandon(self) -> str:
        return self.page("membership_abandon")

    @property
    def portal(self) -> str:
        return self.page("membership_portal")


def own(person: User) -> Holder:
    """The person's own wallet. Raises NoWallet for somebody without the freelancer role."""
    return Holder(connects.wallet_of(person).pk, person.name, "")


def of_agency(person: User, handle: str) -> Holder | None:
    """The wallet of an agency that the person owns or manages; None for any other."""
    agency = agencies_of(person).filter(handle=handle).first()
    return _agency(agency) if agency else None


def paid_by(person: User, handle: str) -> Membership | None:
    """The running membership of an agency that this person pays for, and no longer runs: theirs to stop."""
    paying = Membership.objects.running().filter(payer=person, wallet__agency__handle=handle)
    row = paying.exclude(interval="").select_related("plan", "wallet__agency", "payer").first()
    return row if row and not runs(person, row.wallet.agency_id) else None


def agencies_of(person: User) -> QuerySet[Agency]:
    """Those that the person owns or manages."""
    return run_by(person)


def of_membership(row: Membership) -> Holder:
    """The holder of a membership's wallet, as its payer sees it."""
    agency = row.wallet.agency
    return Holder(row.wallet_id, agency.name if agency else row.payer.name, agency.handle if agency else "")


def _agency(agency: Agency) -> Holder:
    return Holder(connects.open_wallet(agency=agency).pk, agency.name, agency.handle)
