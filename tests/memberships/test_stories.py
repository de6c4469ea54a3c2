"""Fourteen months of each plan on Stripe's clock and ours: each Connect counted at the end, the books balanced."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

import pytest

from billing.models import Invoice
from common import clock
from common.models import Notice
from connects import services as connects
from tests.books import assert_books_balance
from tests.memberships.conftest import held

# The worst of days to begin on: most months do not have it.
THE_31ST = (31, 1)


def month(start: datetime, count: int) -> datetime:
    """The start's day so many months on; a month without it ends on its last."""
    year, index = divmod(start.year * 12 + start.month - 1 + count, 12)
    return start.replace(year=year, month=index + 1, day=min(start.day, monthrange(year, index + 1)[1]))


def left_of(start: datetime, monthly: int, periods: int, at: datetime) -> int:
    """What a member who spends nothing holds of so many monthly allowances and the welcome: each lives 365 days."""
    lots = [(month(start, each), monthly) for each in range(periods)] + [(start, 20)]
    return sum(connects for issued, connects in lots if issued + timedelta(days=365) > at)


@pytest.fixture
def the_31st(desk) -> datetime:
    """Noon of the next 31st of January, on both clocks."""
    now = clock.now()
    start = datetime(now.year + 1, 1, 31, 12, tzinfo=UTC)
    desk.travel(start)
    return start


@pytest.mark.parametrize(
    ("plan", "interval", "monthly", "price", "invoices"),
    [
        ("plus", "month", 100, 1_999, 15),
        ("plus", "year", 100, 19_900, 2),
        ("agency", "month", 150, 2_999, 15),
        ("agency", "year", 150, 29_900, 2),
        ("business", "month", 300, 7_999, 15),
        ("business", "year", 300, 79_900, 2),
    ],
)
def test_fourteen_months(desk, ben, studio, the_31st, plan, interval, monthly, price, invoices):
    handle = "" if plan == "plus" else studio.handle
    owner = ben if plan == "plus" else studio
    row = desk.join(ben, plan, interval, handle=handle)
    start = row.started_at
    assert (start.day, start.month) == THE_31ST
    desk.travel(month(start, 14) + timedelta(hours=2))

    row.refresh_from_db()
    assert row.status == "active"
    assert [invoice.amount_minor for invoice in Invoice.objects.all()] == [price] * invoices
    assert row.paid_until == month(start, 15 if interval == "month" else 24)
    allowances = owner.wallet.lots.filter(source="allowance").order_by("issued_at")
    assert [lot.granted for lot in allowances] == [monthly] * 15
    assert [lot.issued_at for lot in allowances] == [month(start, each) for each in range(15)]
    assert held(owner) == left_of(start, monthly, 15, clock.now())
    assert owner.wallet.lots.filter(source="welcome").count() == 1
    renewals = Notice.objects.filter(person=ben, kind="membership_renewed")
    assert renewals.count() == invoices - 1
    assert_books_balance()


def test_a_year_is_prepaid_and_renews_as_a_year(desk, ben, the_31st):
    row = desk.join(ben, "plus", "year")
    desk.travel(month(row.started_at, 11))
    assert Invoice.objects.count() == 1
    desk.travel(month(row.started_at, 12) + timedelta(hours=2))
    assert Invoice.objects.count() == 2
    assert connects.plan_of(ben.wallet.pk).paid_until == month(row.started_at, 24)
    assert_books_balance()


def test_nobody_is_woken_for_two_months_and_all_is_caught_up(desk, ben, the_31st):
    """Beat and webhooks silent: only Stripe's clock goes on, then one sweep of each."""
    from billing.memberships import reconciliation, site_clock  # noqa: PLC0415
    from connects import periods  # noqa: PLC0415

    row = desk.join(ben)
    start = row.started_at
    target = month(start, 2) + timedelta(hours=2)
    clock.move_to(target)
    assert held(ben) == 100 + 20
    site_clock.run(clock.now())
    reconciliation.look_at_running(clock.now())
    periods.begin(clock.now())
    assert Invoice.objects.count() == 3
    allowances = ben.wallet.lots.filter(source="allowance").order_by("issued_at")
    assert [lot.issued_at for lot in allowances] == [month(start, each) for each in range(3)]
    assert_books_balance()


def test_once_it_has_ended_the_basic_perk_comes_again_on_the_joining_day(desk, person):
    year = clock.now().year + 1
    desk.travel(datetime(year, 1, 15, 9, tzinfo=UTC))
    ben = person("Ben", freelancer=True)
    desk.travel(datetime(year, 1, 31, 12, tzinfo=UTC))
    anchor = ben.wallet.opened_at
    row = desk.join(ben)
    desk.act(ben, "cancel")
    desk.travel(month(row.started_at, 1) + timedelta(hours=2))
    row.refresh_from_db()
    assert (row.status, row.ended_at) == ("ended", month(row.started_at, 1))
    standing = connects.plan_of(ben.wallet.pk)
    assert (standing.code, standing.paid_until, standing.anchor_at) == ("basic", None, anchor)
    assert held(ben) == 100 + 20
    desk.months(1)
    assert held(ben) == 100 + 20 + 10
    assert_books_balance()
