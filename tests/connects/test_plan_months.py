"""Fourteen months of every plan, day by day, to the exact Connect: on the 31st, in leap years, after silence."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Agency
from common import clock
from connects import expiry, periods, services
from connects.models import Lot, Plan, Transaction, Wallet
from tests.books import assert_books_balance

DAY = timedelta(days=1)
ANCHORS = [
    datetime(2027, 1, 31, 23, 59, 59, tzinfo=UTC),  # falls back to 28 February
    datetime(2028, 1, 31, 8, tzinfo=UTC),  # and to the 29th in a leap year
    datetime(2028, 2, 29, tzinfo=UTC),  # a day that the next year does not have
    datetime(2026, 3, 2, 9, tzinfo=UTC),
]
MONTHS = 14


def month(anchor: datetime, number: int) -> datetime:
    at = anchor
    for _ in range(number):
        at = periods.after(anchor, at)
    return at


@pytest.fixture
def opened(person) -> Callable[..., Wallet]:
    """A wallet that has waited some days for its plan: `opened(at, "plus")` Dora's, with another plan an agency's."""

    def open_wallet(at: datetime, code: str = "plus", *, waited: timedelta = 20 * DAY) -> Wallet:
        with clock.at(at - waited):
            if code in ("plus", "basic"):
                return person("Dora", freelancer=True).wallet
            return services.open_wallet(agency=Agency.objects.create(name="Guild of two", handle="guild-of-two"))

    return open_wallet


def live(start: datetime, deeds: dict[datetime, Callable[[], object]], *, silent: Collection[int] = ()) -> None:
    """Beat wakes the sweeps every day, but for the silent months; deeds happen at their instants."""
    end = month(start, MONTHS - 1) + 20 * DAY
    woken = [at for at in _days(start, end) if not any(month(start, n) <= at < month(start, n + 1) for n in silent)]
    for at in sorted({*woken, *deeds, end}):
        with clock.at(at):
            if at in deeds:
                deeds[at]()
            if at in woken or at == end:
                periods.begin(at)
                expiry.expire(at)


def _days(start: datetime, end: datetime):
    while start < end:
        yield start
        start += DAY


def spending(wallet: Wallet, anchor: datetime) -> dict[datetime, Callable[[], object]]:
    """Seven Connects on the eleventh day of each month."""
    return {
        month(anchor, n) + 10 * DAY: lambda n=n: services.spend(wallet.pk, 7, reference=f"proposal:{n}")
        for n in range(MONTHS)
    }


def granted(wallet: Wallet) -> list[tuple[datetime, int]]:
    lots = Lot.objects.filter(wallet=wallet, source="allowance").order_by("issued_at", "id")
    return list(lots.values_list("issued_at", "granted"))


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda anchor: f"{anchor:%Y-%m-%d}")
@pytest.mark.parametrize("interval", ["monthly", "annual"])
@pytest.mark.parametrize("code", ["plus", "agency", "business", "enterprise"])
def test_fourteen_paid_months(opened, code, interval, anchor):
    wallet, monthly = opened(anchor, code), Plan.objects.get(code=code).monthly
    paid = 12 if interval == "annual" else 1
    services.begin_plan(wallet.pk, code, at=anchor, paid_until=month(anchor, paid))
    deeds = spending(wallet, anchor)
    for renewal in range(paid, MONTHS, paid):
        until = month(anchor, renewal + paid)
        at = month(anchor, renewal) + timedelta(hours=1)
        deeds[at] = lambda until=until: services.extend_plan(wallet.pk, paid_until=until)
    # Beat sleeps through the sixth and seventh month.
    live(anchor, deeds, silent=(5, 6))
    assert granted(wallet) == [(month(anchor, n), monthly) for n in range(MONTHS)]
    # Twelve spends went from the first month's lot and one from the second's before they lapsed, a year old.
    lapsed = -sum(Transaction.objects.filter(wallet=wallet, kind="expire").values_list("amount", flat=True))
    assert lapsed == (monthly - 12 * 7) + (monthly - 7)
    wallet.refresh_from_db()
    assert wallet.balance == MONTHS * monthly - 14 * 7 - lapsed
    assert_books_balance()


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda anchor: f"{anchor:%Y-%m-%d}")
def test_fourteen_months_of_basic(opened, anchor):
    wallet = opened(anchor, "basic", waited=timedelta())
    deeds = spending(wallet, anchor)
    for empty in (0, 5, 6):  # nothing in the first month, and nothing while beat sleeps
        del deeds[month(anchor, empty) + 10 * DAY]
    live(anchor, deeds, silent=(5, 6))
    perks = Lot.objects.filter(wallet=wallet).order_by("id").values_list("issued_at", "granted", "expires_at")
    expected = [(month(anchor, n), 10, month(anchor, n + 1)) for n in range(1, MONTHS)]
    assert list(perks) == expected
    assert_books_balance()


def test_an_upgrade_at_once_and_a_downgrade_with_the_period(opened):
    anchor = ANCHORS[1]
    wallet = opened(anchor, "agency")
    services.begin_plan(wallet.pk, "agency", at=anchor, paid_until=month(anchor, 1))
    deeds: dict[datetime, Callable[[], object]] = {}

    def renew(number: int, code: str | None = None) -> None:
        # A plan that comes with the period is changed before the payment is counted.
        if code:
            assert services.change_plan(wallet.pk, code, reference="membership:1") is None
        services.extend_plan(wallet.pk, paid_until=month(anchor, number + 1))

    for n in range(1, MONTHS):
        deeds[month(anchor, n)] = lambda n=n: renew(n, "agency" if n == 9 else None)
    upgraded = month(anchor, 5) + 12 * DAY
    deeds[upgraded] = lambda: services.change_plan(wallet.pk, "business", reference="membership:1")
    live(anchor, deeds)
    expected = [(month(anchor, n), 300 if 6 <= n <= 8 else 150) for n in range(MONTHS)]
    assert granted(wallet) == sorted([*expected, (upgraded, 150)])
    assert services.allowances_between(wallet.pk, month(anchor, 5), month(anchor, 6)) == [
        f"allowance:{wallet.pk}:{services.plan_of(wallet.pk).period - 8}",
        f"upgrade:{wallet.pk}:{services.plan_of(wallet.pk).period - 8}:business",
    ]
    assert_books_balance()


def test_a_renewal_that_fails_is_waited_for_and_then_basic_returns(opened):
    """Paid for three months; the fourth fails and recovers after five days; the sixth fails for good."""
    anchor = ANCHORS[0]
    wallet = opened(anchor)
    services.begin_plan(wallet.pk, "plus", at=anchor, paid_until=month(anchor, 3))
    recovered, gave_up = month(anchor, 3) + 5 * DAY, month(anchor, 5) + 14 * DAY

    def held(connects: int, until: int | None = None) -> None:
        assert services.spendable(wallet.pk) == connects
        if until:
            services.extend_plan(wallet.pk, paid_until=month(anchor, until))

    live(
        anchor,
        {
            recovered - DAY: lambda: held(300),
            recovered: lambda: held(300, until=5),
            recovered + DAY: lambda: held(400),
            gave_up - DAY: lambda: held(500),
            gave_up: lambda: services.end_plan(wallet.pk, at=gave_up),
            month(anchor, 10) - timedelta(hours=1): lambda: held(510),
        },
    )
    assert granted(wallet) == [(month(anchor, n), 100) for n in range(5)]
    perks = Lot.objects.filter(wallet=wallet, source="perk").values_list("issued_at", flat=True).order_by("id")
    assert list(perks) == [
        at
        for n in range(1, 16)
        if gave_up <= (at := month(wallet.opened_at, n)) < month(anchor, MONTHS - 1) + 20 * DAY
    ]
    assert_books_balance()


def test_allowances_pay_what_is_owed_before_they_can_be_spent(opened):
    anchor = ANCHORS[2]
    wallet = opened(anchor)
    with clock.at(anchor - DAY):
        services.credit_purchase(
            wallet.pk, 250, reference="purchase:1", cause="", paid_minor=3500, paid_currency="USD", actor=wallet.person
        )
        services.spend(wallet.pk, 250, reference="proposal:1")
        services.claim("purchase:1", 250, reference="refund:1", cause="", reason="Asked for it")
    with clock.at(anchor):
        services.begin_plan(wallet.pk, "plus", at=anchor, paid_until=month(anchor, 12))
    left = []
    live(
        anchor,
        {
            month(anchor, n) + DAY: lambda: left.append((services.debt_of(wallet.pk), services.spendable(wallet.pk)))
            for n in range(4)
        },
    )
    assert left == [(150, 0), (50, 0), (0, 50), (0, 150)]
    assert_books_balance()
