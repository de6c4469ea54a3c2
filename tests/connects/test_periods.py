"""Months from a wallet's own anchor: the same instants in Python and in the engine's SQL, and nobody granted twice."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import clock, policies
from connects import periods, services
from connects.chain import ask, instant
from connects.dialect import anchor_after
from connects.models import Lot, Plan, Transaction, Wallet
from tests.books import assert_books_balance
from tests.conftest import MONDAY

ANCHORS = [
    datetime(2026, 1, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2024, 2, 29, tzinfo=UTC),
    datetime(2025, 11, 30, 12, 30, tzinfo=UTC),
    datetime(2026, 3, 2, 9, tzinfo=UTC),
    datetime(2025, 12, 31, 0, 0, 0, 5, tzinfo=UTC),
]


def test_the_31st_falls_back_to_the_months_end_and_comes_back():
    at = anchor = datetime(2027, 12, 31, 8, tzinfo=UTC)
    found = []
    for _ in range(6):
        at = periods.after(anchor, at)
        found.append((at.month, at.day))
    assert found == [(1, 31), (2, 29), (3, 31), (4, 30), (5, 31), (6, 30)]


instants = st.integers(0, 20 * 365 * 24 * 3600).map(lambda seconds: MONDAY + timedelta(seconds=seconds))


@given(anchor=instants, at=instants)
def test_the_next_instant_is_in_the_next_month(anchor, at):
    found = periods.after(anchor, at)
    assert (found.year * 12 + found.month) - (at.year * 12 + at.month) == 1
    assert found.time() == anchor.time()
    assert found.day == anchor.day or (found + timedelta(days=1)).day == 1


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_the_database_reckons_as_python_does(ben, anchor):
    at = anchor
    for _ in range(50):
        Wallet.objects.filter(pk=ben.wallet.pk).update(anchor_at=anchor, next_period_at=at)
        [(found,)] = ask(f"SELECT {anchor_after('anchor_at', 'next_period_at')} FROM connects_wallet", {})
        at = periods.after(anchor, at)
        assert instant(found) == at


def test_a_new_wallet_waits_a_month_for_its_first_perk(wallet):
    assert periods.next_beginning() == MONDAY.replace(month=4)
    with clock.at(MONDAY.replace(month=4) - timedelta(microseconds=1)):
        assert periods.begin(clock.now()) == 0
    with clock.at(MONDAY.replace(month=4)):
        assert periods.begin(clock.now()) == 1
        assert periods.begin(clock.now()) == 0
    lot = Lot.objects.get(wallet=wallet)
    assert (lot.granted, lot.source, lot.expires_at) == (10, "perk", MONDAY.replace(month=5))
    assert lot.opened_by.reference == f"allowance:{wallet.pk}:1"
    assert_books_balance()


def test_a_perk_switched_off_lets_the_period_pass(wallet, olga):
    basic = Plan.objects.get(code="basic")
    policies.change(basic, actor=olga, reason="A lean spring", enabled=False)
    periods.begin(MONDAY.replace(month=4))
    policies.change(basic, actor=olga, reason="Summer", enabled=True)
    periods.begin(MONDAY.replace(month=5))
    assert list(Transaction.objects.values_list("reference", flat=True)) == [f"allowance:{wallet.pk}:2"]
    assert_books_balance()


def test_an_allowance_rolls_over(wallet):
    Plan.objects.filter(code="basic").update(rolls_over=True, monthly=100, lives_days=365)
    for month in (4, 5):
        periods.begin(MONDAY.replace(month=month))
    with clock.at(MONDAY.replace(month=5)):
        assert services.spendable(wallet.pk) == 200
    ends = Lot.objects.order_by("id").values_list("source", "expires_at")
    assert list(ends) == [("allowance", MONDAY.replace(month=month) + timedelta(days=365)) for month in (4, 5)]
    assert_books_balance()


def test_a_period_already_booked_is_not_booked_again(wallet):
    """As after a restore: the booking is there, the wallet has not moved on."""
    april = MONDAY.replace(month=4)
    periods.begin(april)
    Wallet.objects.filter(pk=wallet.pk).update(period=0, next_period_at=april)
    assert periods.begin(april) == 1
    assert Transaction.objects.count() == 1
    assert_books_balance()


def test_an_agency_without_a_plan_gets_nothing(db):
    from accounts.models import Agency  # noqa: PLC0415

    with clock.at(MONDAY):
        agency = services.open_wallet(agency=Agency.objects.create(name="Guild of two", handle="guild-of-two"))
    periods.begin(MONDAY.replace(month=6))
    agency.refresh_from_db()
    assert (agency.balance, agency.period) == (0, 3)


def test_each_wallet_has_its_own_anchor(monday, ben, cleo):
    Wallet.objects.filter(person=cleo).update(
        anchor_at=datetime(2026, 1, 31, tzinfo=UTC), next_period_at=datetime(2026, 3, 31, tzinfo=UTC)
    )
    periods.begin(MONDAY.replace(month=5))
    granted = Transaction.objects.filter(kind="grant").order_by("effective_at")
    assert [(row.wallet.person.name, row.effective_at.date().isoformat()) for row in granted] == [
        ("Cleo", "2026-03-31"),
        ("Ben", "2026-04-02"),
        ("Cleo", "2026-04-30"),
        ("Ben", "2026-05-02"),
    ]
    assert_books_balance()
