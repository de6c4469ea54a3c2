"""The shop window: packages with what each Connect costs, what is saved, and which one is enough."""

from dataclasses import dataclass

from billing import rules
from billing.errands import Errand
from billing.models import Package


@dataclass(frozen=True, slots=True)
class Offer:
    """One package on the shelf. `after` is what the wallet would hold."""

    package: Package
    per_connect: str
    saving: int
    after: int
    suggested: bool


@dataclass(frozen=True, slots=True)
class Window:
    """What a buyer sees. `missing` is how many Connects the errand lacks, 0 when it lacks none."""

    balance: int
    offers: list[Offer]
    errand: Errand | None
    missing: int

    @property
    def suggestion(self) -> Offer | None:
        return next((offer for offer in self.offers if offer.suggested), None)


def window(*, balance: int, errand: Errand | None, currency: str = "USD") -> Window:
    shelf = list(Package.objects.filter(active=True, large=False, region__currency=currency).select_related("region"))
    missing = max(errand.cost - balance, 0) if errand else 0
    suggested = rules.smallest_enough(shelf, missing) if missing else None
    offers = [
        Offer(
            package=package,
            per_connect=rules.price_per_connect(package, package.currency),
            saving=rules.saving_percent(package, shelf),
            after=balance + package.connects,
            suggested=package == suggested,
        )
        for package in shelf
    ]
    return Window(balance=balance, offers=offers, errand=errand, missing=missing)
