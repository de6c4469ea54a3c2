"""The shop window: what each package costs this buyer, what it saves, what it would send, and which one is enough."""

from dataclasses import dataclass

from billing import errands, methods, quotes, regions, rules
from billing.buyers import Purse, purses_of
from billing.discounts import Discount
from billing.errands import Errand, Usual
from billing.methods import Methods
from billing.models import Region
from billing.quotes import Quote, Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """One package on the shelf. `after` is what the wallet would hold, `proposals` about how many that sends."""

    quote: Quote
    per_connect: str
    saving: int
    after: int
    proposals: int
    suggested: bool


@dataclass(frozen=True, slots=True)
class Window:
    """What a buyer sees. `missing` is how many Connects the errand lacks, 0 when it lacks none."""

    who: Standing
    purses: list[Purse]
    balance: int
    offers: list[Offer]
    chosen: Offer | None
    errand: Errand | None
    missing: int
    usual: Usual | None
    methods: Methods

    @property
    def suggestion(self) -> Offer | None:
        return next((offer for offer in self.offers if offer.suggested), None)

    @property
    def discounts(self) -> list[Discount]:
        """Those that apply to anything on the shelf, each once."""
        return list(dict.fromkeys(offer.quote.discount for offer in self.offers if offer.quote.discount))


def window(who: Standing, *, balance: int, errand: Errand | None = None, chosen_id: int | None = None) -> Window:
    """Everything that one buyer sees for one wallet. `chosen_id` is the package that they have chosen, if any."""
    missing = max(errand.cost - balance, 0) if errand else 0
    usual = errands.usual(who.buyer)
    offers = _offers(who, balance, missing, usual)
    return Window(
        who=who,
        purses=purses_of(who.buyer),
        balance=balance,
        offers=offers,
        chosen=_chosen(offers, chosen_id),
        errand=errand,
        missing=missing,
        usual=usual,
        methods=methods.methods_in(who.region.currency),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A package as anybody sees it on the price list: no discount, no wallet."""

    connects: int
    price_minor: int
    currency: str
    per_connect: str
    saving: int
    large: bool


def price_list(region: Region, country: str = "") -> list[Listed]:
    """The region's packages, large ones last, for the public page."""
    packages = regions.shelf_of(region, large=True)
    shelf = [package for package in packages if not package.large]
    return [
        Listed(
            connects=package.connects,
            price_minor=package.price_minor,
            currency=region.currency,
            per_connect=rules.price_per_connect(package.price_minor, package.connects, region.currency, country),
            saving=rules.saving_percent(package, shelf or packages),
            large=package.large,
        )
        for package in sorted(packages, key=lambda each: (each.large, each.connects))
    ]


def _offers(who: Standing, balance: int, missing: int, usual: Usual | None) -> list[Offer]:
    shelf = regions.shelf_of(who.region, large=who.large)
    suggested = rules.smallest_enough(shelf, missing) if missing else None
    found = []
    for package in shelf:
        quote = quotes.quote(who, package)
        paid, each = quote.amount_minor, quote.total_connects
        found.append(
            Offer(
                quote=quote,
                per_connect=rules.price_per_connect(paid, each, quote.currency, who.buyer.country),
                saving=rules.saving_percent(package, shelf),
                after=balance + each,
                proposals=each // usual.cost if usual else 0,
                suggested=package == suggested,
            )
        )
    return found


def _chosen(offers: list[Offer], chosen_id: int | None) -> Offer | None:
    """What they chose, else what their errand needs, else the second smallest: enough for a few proposals."""
    for wanted in (lambda offer: offer.quote.package.pk == chosen_id, lambda offer: offer.suggested):
        if found := next(filter(wanted, offers), None):
            return found
    return next(iter(offers[1:2] or offers), None)
