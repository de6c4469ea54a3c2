"""News of one membership at the same instant, on PostgreSQL: fifty times each, and once with what holds it taken out.

Stripe answers at once here (instant_stripe); test_races does the same through its sandbox.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import connection
from django.db.models import QuerySet

from billing.memberships import booking, following, holders, starting
from billing.memberships.errors import AlreadyMember
from billing.models import Invoice, Membership
from common import clock
from connects import services as connects
from tests.billing.conftest import found_agency
from tests.books import assert_books_balance
from tests.memberships.instant_stripe import InstantStripe
from tests.races import REPEATS, runners

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
numbers = count(1)
ONE_AT_A_TIME = "wallet_has_one_membership_at_a_time"


@pytest.fixture
def stripe(monkeypatch) -> InstantStripe:
    return InstantStripe(monkeypatch)


@pytest.fixture
def guest(person):
    return lambda: person(f"Guest{next(numbers)}", freelancer=True)


@pytest.fixture
def nothing_holds_an_invoice(monkeypatch):
    """The membership is read but not locked, and an invoice may be kept twice."""
    keep = booking._keep

    def under_an_id_of_its_own(row, paid):
        return keep(row, replace(paid, id=f"{paid.id}:{next(numbers)}"))

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **said: self)
    monkeypatch.setattr(booking, "_keep", under_an_id_of_its_own)


def told_eight_times(eight, tell) -> None:
    results = eight.together(*[tell] * 8)
    assert all(isinstance(each, Membership) for each in results), results


def test_the_same_news_eight_times_at_once_counts_once(stripe, guest):
    with runners(8) as eight:
        for _ in range(REPEATS):
            row = stripe.begun(guest(), "plus", at=clock.now() - timedelta(minutes=1))
            told_eight_times(eight, lambda row=row: starting.come_back(row.session_id))
            row.refresh_from_db()
            assert (row.status, row.revision, row.invoices.count()) == (Membership.Status.ACTIVE, 1, 1)
            assert connects.spendable(row.wallet_id) == 120
    assert_books_balance()


def test_control_without_lock_and_constraint_the_same_news_counts_more_than_once(
    stripe, guest, nothing_holds_an_invoice
):
    row = stripe.begun(guest(), "plus", at=clock.now() - timedelta(minutes=1))
    with runners(8) as eight:
        eight.together(*[lambda: starting.come_back(row.session_id)] * 8)
    assert Invoice.objects.count() > 1


@pytest.fixture
def old_member(stripe, guest) -> Membership:
    """A membership that began years ago, and of whose renewals we hear only now."""
    row = stripe.begun(guest(), "plus", at=datetime(2020, 1, 31, 12, tzinfo=UTC))
    starting.come_back(row.session_id)
    row.refresh_from_db()
    return row


def test_a_renewal_told_eight_times_at_once_extends_once_and_brings_one_month(stripe, old_member):
    wallet = old_member.wallet
    with runners(8) as eight:
        for renewal in range(1, REPEATS + 1):
            stripe.renews(old_member.subscription_id)
            told_eight_times(eight, lambda: following.adopt(old_member.subscription_id))
            old_member.refresh_from_db()
            until = stripe.subscriptions[old_member.subscription_id].period_ends_at
            assert (old_member.paid_until, connects.plan_of(wallet.pk).paid_until) == (until, until)
            assert Invoice.objects.count() == 1 + renewal
            assert wallet.lots.filter(source="allowance").count() == 1 + renewal
    assert_books_balance()


def test_control_without_lock_and_constraint_a_renewal_counts_more_than_once(
    stripe, old_member, nothing_holds_an_invoice
):
    stripe.renews(old_member.subscription_id)
    with runners(8) as eight:
        eight.together(*[lambda: following.adopt(old_member.subscription_id)] * 8)
    assert Invoice.objects.count() > 2


def eight_clicks(eight, person) -> list[object]:
    holder = holders.own(person)
    return eight.together(*[lambda: starting.start(person, holder, plan="plus", interval="month")] * 8)


def test_eight_clicks_at_once_open_one_checkout(stripe, guest):
    with runners(8) as eight:
        for _ in range(REPEATS):
            person = guest()
            results = eight_clicks(eight, person)
            assert all(isinstance(each, Membership | AlreadyMember) for each in results), results
            row = Membership.objects.get(wallet=person.wallet)
            assert row.can_be_paid
            assert {each.session_id for each in results if isinstance(each, Membership)} == {row.session_id}


@contextmanager
def many_memberships_at_a_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [ONE_AT_A_TIME])
        [made_by] = cursor.fetchone()
        cursor.execute(f"DROP INDEX {ONE_AT_A_TIME}")
        try:
            yield
        finally:
            Membership.objects.all().update(status=Membership.Status.ABANDONED)
            cursor.execute(made_by)


def test_control_without_the_constraint_eight_clicks_open_several(stripe, guest):
    with many_memberships_at_a_time(), runners(8) as eight:
        eight_clicks(eight, guest())
        assert Membership.objects.live().count() == 8


def test_an_upgrade_beside_those_who_still_read_the_old_plan_stays(stripe, guest):
    """Some ask Stripe before it changes over, some just after. Without the revision: see the control in test_races."""
    with runners(8) as eight:
        for number in range(REPEATS):
            owner = guest()
            wallet = found_agency(owner, name=f"Studio{number}").wallet
            row = stripe.begun(owner, "agency", wallet=wallet, at=clock.now() - timedelta(minutes=1))
            starting.come_back(row.session_id)
            row.refresh_from_db()

            def upgrade(row=row):
                stripe.goes_over(row.subscription_id, "business", clock.now())
                return following.follow(row.pk)

            def read(row=row):
                return following.follow(row.pk)

            results = eight.together(upgrade, *[read] * 7)
            assert all(isinstance(each, Membership) for each in results), results
            row.refresh_from_db()
            assert (row.plan.code, connects.plan_of(wallet.pk).code) == ("business", "business")
            assert row.invoices.count() == 2
            assert connects.spendable(wallet.pk) == 320
    assert_books_balance()
