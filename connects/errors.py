"""What can go wrong with Connects, in the domain's words."""


class ConnectsError(Exception):
    """Base of everything the wallet refuses."""


class NotEnoughConnects(ConnectsError):
    """The wallet holds less than is needed. `missing` is how many more are."""

    def __init__(self, *, needed: int, available: int) -> None:
        self.needed, self.available, self.missing = needed, available, needed - available
        super().__init__(f"{needed} Connects needed, {available} available")


class OverTheLimit(ConnectsError):
    """The person would have spent more from this wallet than they may in a month."""

    def __init__(self, *, limit: int, spent: int, needed: int) -> None:
        self.limit, self.spent, self.needed = limit, spent, needed
        self.left = max(0, limit - spent)
        super().__init__(f"{needed} Connects needed, {self.left} left of {limit} this month")


class ReferenceReused(ConnectsError):
    """The reference has already booked something else."""


class NoWallet(ConnectsError):
    """This person has no wallet: the freelancer role is off."""


class NoSuchSpend(ConnectsError):
    """No spend was booked under this reference, so there is nothing to refund."""


class NoSuchHold(ConnectsError):
    """Nothing was held under this reference."""


class HoldEnded(ConnectsError):
    """The hold has been captured or returned, so the other is no longer possible."""


class NoSuchLot(ConnectsError):
    """No booking of this reference opened a lot."""


class NoPaidPlan(ConnectsError):
    """The wallet is on no plan that is paid for."""


class BooksDisagree(ConnectsError):
    """The lots hold less than the balance says. Nothing is booked; `check_ledger` tells where."""
