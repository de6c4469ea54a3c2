"""Paid plans: their months, what a payment, an upgrade and an end do to them."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Agency
from common import clock
from connects import periods, services
from connects.errors import NoPaidPlan
from connects.models import Transaction
from tests.books import assert_books_balance
from tests.conftest import MONDAY

TENTH = MONDAY.replace(day=10)


def month(number: int, anchor: datetime = TENTH) -> datetime:
    """The anchor's day so many months later."""
    at = anchor
    for _ in range(number):
        at = periods.after(anchor, at)
    return at


def references(wallet) -> list[str]:
    return list(
        Transaction.objects.filter(wallet=wallet, kind="grant").order_by("id").values_list("reference", flat=True)
    )


def subscribe(wallet, code="plus", at=TENTH, months=1):
    with clock.at(at):
        return services.begin_plan(wallet.pk, code, at=at, paid_until=month(months, at))


def test_a_plan_begins_with_its_first_allowance_and_counts_its_own_months(wallet):
    standing = subscribe(wallet)
    assert (standing.code, standing.anchor_at, standing.next_period_at) == ("plus", TENTH, month(1))
    with clock.at(TENTH):
        assert services.spendable(wallet.pk) == 100
    assert subscribe(wallet).period == 1
    assert references(wallet) == [f"allowance:{wallet.pk}:1"]
    assert_books_balance()


def test_what_is_not_paid_waits_and_comes_with_the_payment(wallet):
    subscribe(wallet)
    with clock.at(month(2) + timedelta(days=3)):
        assert periods.begin(clock.now()) == 0
        assert periods.next_beginning() is None
        services.extend_plan(wallet.pk, paid_until=month(3))
        assert services.spendable(wallet.pk) == 300
        services.extend_plan(wallet.pk, paid_until=month(2))
        assert services.plan_of(wallet.pk).paid_until == month(3)
    assert list(Transaction.objects.order_by("id").values_list("effective_at", flat=True)) == [
        TENTH,
        month(1),
        month(2),
    ]
    assert_books_balance()


def test_a_plan_that_begins_a_moment_from_now_gives_its_first_month_now_and_one_only(wallet):
    """As when Stripe's clock is ahead of ours."""
    at = MONDAY + timedelta(seconds=1)
    services.begin_plan(wallet.pk, "plus", at=at, paid_until=month(1, at))
    assert services.spendable(wallet.pk) == 100
    with clock.at(month(1, at) + timedelta(days=20)):
        assert periods.begin(clock.now()) == 0
        assert services.spendable(wallet.pk) == 100
    assert_books_balance()


def test_an_upgrade_grants_the_difference_once_a_period(db, monday):
    wallet = services.open_wallet(agency=Agency.objects.create(name="Guild of two", handle="guild-of-two"))
    subscribe(wallet, "agency")
    with clock.at(TENTH + timedelta(days=9)):
        assert services.change_plan(wallet.pk, "business", reference="membership:1").amount == 150
        assert services.change_plan(wallet.pk, "business", reference="membership:1").again
        assert services.change_plan(wallet.pk, "agency", reference="membership:1") is None
        assert services.change_plan(wallet.pk, "enterprise", reference="membership:1").amount == 700
        assert services.spendable(wallet.pk) == 1000
    assert services.allowances_between(wallet.pk, TENTH, month(1)) == [
        f"allowance:{wallet.pk}:1",
        f"upgrade:{wallet.pk}:1:business",
        f"upgrade:{wallet.pk}:1:enterprise",
    ]
    assert services.end_plan(wallet.pk, at=month(1)).code == ""
    assert_books_balance()


def test_after_the_plan_the_joining_day_returns(wallet):
    subscribe(wallet)
    with clock.at(month(1)):
        standing = services.end_plan(wallet.pk, at=month(1))
        assert services.end_plan(wallet.pk, at=month(1)) == standing
        # An old start that is told again starts nothing.
        assert services.begin_plan(wallet.pk, "plus", at=TENTH, paid_until=month(1)) == standing
    assert (standing.code, standing.paid_until, standing.next_period_at) == ("basic", None, MONDAY.replace(month=5))
    periods.begin(MONDAY.replace(month=5))
    assert references(wallet) == [f"allowance:{wallet.pk}:1", f"allowance:{wallet.pk}:2"]
    assert_books_balance()


def test_a_welcome_once_a_wallet(wallet):
    assert services.welcome(wallet.pk).amount == 20
    assert services.welcome(wallet.pk).again
    assert services.spendable(wallet.pk) == 20
    assert_books_balance()


def test_nobody_changes_or_pays_a_plan_that_is_not_there(wallet):
    with pytest.raises(NoPaidPlan):
        services.change_plan(wallet.pk, "plus", reference="membership:1")
    with pytest.raises(NoPaidPlan):
        services.extend_plan(wallet.pk, paid_until=datetime(2027, 1, 1, tzinfo=UTC))
