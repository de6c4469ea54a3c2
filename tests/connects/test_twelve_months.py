"""Twelve months of a Basic, a Plus, an annual Plus and an agency's wallet, each period written out by hand.

Joined on the 31st, on a leap day and in the hours that both changes of daylight saving skip or repeat; with beat awake
all the time, silent for three days across a beginning, and silent for two months.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Agency
from common import clock
from connects import expiry, periods, services
from connects.models import Lot, Transaction, Wallet
from tests.books import assert_books_balance

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)


@dataclass(frozen=True)
class Year:
    """When somebody joined, by the clock on their wall, and the days on which the twelve months begin."""

    joined: datetime
    begins: tuple[str, ...]

    @property
    def zone(self) -> str:
        return str(self.joined.tzinfo)

    @property
    def anchor(self) -> datetime:
        return self.joined.astimezone(UTC)

    @property
    def instants(self) -> list[datetime]:
        """Always the anchor's time of day in UTC, whatever the clocks on the wall do."""
        return [datetime.fromisoformat(f"{day}T{self.anchor:%H:%M:%S}+00:00") for day in self.begins]


YEARS = {
    "the 31st, leap February": Year(
        datetime(2028, 1, 31, 23, 59, 59, tzinfo=ZoneInfo("UTC")),
        (
            *("2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31", "2028-06-30", "2028-07-31"),
            *("2028-08-31", "2028-09-30", "2028-10-31", "2028-11-30", "2028-12-31", "2029-01-31"),
        ),
    ),
    "the 31st, common February": Year(
        datetime(2027, 1, 31, 12, 0, tzinfo=ZoneInfo("Asia/Kolkata")),
        (
            *("2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-31"),
            *("2027-08-31", "2027-09-30", "2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31"),
        ),
    ),
    "a leap day": Year(
        datetime(2028, 2, 29, 8, 30, tzinfo=ZoneInfo("Europe/London")),
        (
            *("2028-03-29", "2028-04-29", "2028-05-29", "2028-06-29", "2028-07-29", "2028-08-29"),
            *("2028-09-29", "2028-10-29", "2028-11-29", "2028-12-29", "2029-01-29", "2029-02-28"),
        ),
    ),
    "an hour after the spring change": Year(
        # 28 March 2027: from 1:59:59 to 3:00 in Berlin. The months go on at 1:30 UTC, 3:30 there in summer.
        datetime(2027, 3, 28, 3, 30, tzinfo=ZoneInfo("Europe/Berlin")),
        (
            *("2027-04-28", "2027-05-28", "2027-06-28", "2027-07-28", "2027-08-28", "2027-09-28"),
            *("2027-10-28", "2027-11-28", "2027-12-28", "2028-01-28", "2028-02-28", "2028-03-28"),
        ),
    ),
    "in the repeated hour of autumn": Year(
        # 7 November 2027, 1:30 in New York comes twice; this is the second time.
        datetime(2027, 11, 7, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York")),
        (
            *("2027-12-07", "2028-01-07", "2028-02-07", "2028-03-07", "2028-04-07", "2028-05-07"),
            *("2028-06-07", "2028-07-07", "2028-08-07", "2028-09-07", "2028-10-07", "2028-11-07"),
        ),
    ),
}
# From so many days after which month's beginning until how long beat says nothing.
SILENCES = {"awake": None, "three days": (3, -1, 3), "two months": (4, 5, 61)}


@pytest.fixture(params=YEARS, ids=lambda name: name.replace(" ", "-"))
def year(request) -> Year:
    return YEARS[request.param]


@pytest.fixture(params=SILENCES, ids=lambda name: name.replace(" ", "-"))
def beat(request, year) -> Callable[[datetime], bool]:
    """Whether beat wakes the sweeps at an instant."""
    if (silence := SILENCES[request.param]) is None:
        return lambda at: True
    which, after, days = silence
    start = year.instants[which] + after * DAY
    return lambda at: not start <= at < start + days * DAY


def live(year: Year, wallet: Wallet, beat, deeds: dict[datetime, Callable[[], object]]) -> dict[datetime, int]:
    """Every third day and around each beginning: what could be spent, whenever beat was awake."""
    end = year.instants[-1] + 5 * DAY
    days = [year.anchor + number * DAY for number in range(0, (end - year.anchor).days, 3)]
    seen = {}
    for at in sorted({*days, *(each - INSTANT for each in year.instants), *year.instants, *deeds, end}):
        with clock.at(at):
            if at in deeds:
                deeds[at]()
            if beat(at) or at == end:
                periods.begin(at)
                expiry.expire(at)
                seen[at] = services.spendable(wallet.pk)
    return seen


def lots(wallet: Wallet, source: str) -> list[tuple[datetime, int, datetime]]:
    found = Lot.objects.filter(wallet=wallet, source=source).order_by("id")
    return list(found.values_list("issued_at", "granted", "expires_at"))


def lapses(wallet: Wallet) -> list[tuple[datetime, int]]:
    booked = Transaction.objects.filter(wallet=wallet, kind="expire").order_by("id")
    return list(booked.values_list("effective_at", "amount"))


def member(person, year: Year, plan: str) -> Wallet:
    """Somebody who opened the wallet three weeks ago and begins the plan at the year's anchor."""
    with clock.at(year.anchor - 21 * DAY):
        if plan == "plus":
            return person("Dora", freelancer=True, time_zone=year.zone).wallet
        return services.open_wallet(agency=Agency.objects.create(name="Guild of two", handle="guild-of-two"))


def test_basic_gives_ten_a_month_and_what_is_left_lapses_with_the_next(person, year, beat):
    with clock.at(year.anchor):
        wallet = person("Dora", freelancer=True, time_zone=year.zone).wallet
    spend_at = year.instants[1] + 2 * DAY
    seen = live(
        year, wallet, beat, {spend_at: lambda: services.spend(wallet.pk, 4, reference="proposal:1", reason="A job")}
    )
    begins = year.instants
    ends = [*begins[1:], periods.after(year.anchor, begins[-1])]
    assert lots(wallet, "perk") == [(start, 10, end) for start, end in zip(begins, ends, strict=True)]
    # Each but the last has lapsed at the very instant at which the next began; of the second, four had been spent.
    assert lapses(wallet) == [(at, -6 if at == begins[2] else -10) for at in begins[1:]]
    for number, at in enumerate(begins):
        if at - INSTANT in seen and at in seen:
            left = 0 if number == 0 else 6 if number == 2 else 10
            assert (seen[at - INSTANT], seen[at]) == (left, 10)
    assert_books_balance()


@pytest.mark.parametrize(
    ("plan", "monthly", "paid_for"), [("plus", 100, 1), ("plus", 100, 12), ("agency", 150, 1)], ids=str
)
def test_a_paid_plan_rolls_over_month_by_month(person, year, beat, plan, monthly, paid_for):
    wallet = member(person, year, plan)
    starts = [year.anchor, *year.instants]
    following = periods.after(year.anchor, starts[-1])
    with clock.at(year.anchor):
        services.begin_plan(wallet.pk, plan, at=year.anchor, paid_until=[*starts, following][paid_for])
    deeds: dict[datetime, Callable[[], object]] = {}
    for number in range(paid_for, 13, paid_for):
        until = following if number + paid_for > 12 else starts[number + paid_for]
        # Charged an hour after its month began, told by Stripe whether beat is awake or not.
        deeds[starts[number] + timedelta(hours=1)] = lambda until=until: services.extend_plan(
            wallet.pk, paid_until=until
        )
    seen = live(year, wallet, beat, deeds)
    assert lots(wallet, "allowance") == [(start, monthly, start + 365 * DAY) for start in starts]
    assert lapses(wallet) == [
        (start + 365 * DAY, -monthly) for start in starts if start + 365 * DAY <= year.instants[-1] + 5 * DAY
    ]
    for number, start in enumerate(starts[1:12], 1):
        # Two hours later the payment has come; nothing of the months before is lost.
        later = min((at for at in seen if at >= start + timedelta(hours=2)), default=None)
        if later and later < starts[number + 1]:
            assert seen[later] == (number + 1) * monthly
    assert_books_balance()
