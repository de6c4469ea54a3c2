"""Months of a wallet that is held: a perk is free and waits, in the same statement that grants to everybody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from common.models import Mail, Notice
from connects import judging, periods, services, suspicions
from connects.models import HeldGrant, Source, Transaction, Wallet
from tests.books import assert_books_balance
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
APRIL, MAY = MONDAY.replace(month=4), MONDAY.replace(month=5)


@pytest.fixture
def held(monday, ben, cleo, share):
    """Cleo's wallet waits since Monday; Ben's does not."""
    services.grant_once(ben, Source.JOINING)
    share(ben, cleo)
    return suspicions.look_at(cleo)


def owes(person, connects: int) -> None:
    """Bought, spent, and the money went back."""
    wallet = person.wallet.pk
    services.credit_purchase(
        wallet, connects, reference="purchase:1", cause="", paid_minor=300, paid_currency="USD", actor=person
    )
    services.spend(wallet, connects, reference="test:1", cause="", reason="", actor=person)
    services.claim("purchase:1", connects, reference="refund:1", cause="", reason="A test")
    assert services.debt_of(wallet) == connects


def test_a_perk_waits_under_its_own_reference(held, ben, cleo):
    assert periods.begin(APRIL) == 2
    grant = HeldGrant.objects.get()
    assert (grant.reference, grant.connects, grant.source) == (f"allowance:{cleo.wallet.pk}:1", 10, "perk")
    assert (grant.state, grant.held_at, grant.lives_days) == ("held", APRIL, 30)
    assert Transaction.objects.filter(wallet=ben.wallet, reference__startswith="allowance:").count() == 1
    assert not Transaction.objects.filter(wallet=cleo.wallet).exists()
    cleo.wallet.refresh_from_db()
    assert (cleo.wallet.period, cleo.wallet.next_period_at) == (1, MAY)
    assert_books_balance()


def test_running_twice_writes_it_once(held, cleo):
    periods.begin(APRIL)
    Wallet.objects.filter(person=cleo).update(period=0, next_period_at=APRIL)
    periods.begin(APRIL)
    assert HeldGrant.objects.count() == 1
    assert Notice.objects.filter(person=cleo, kind="grant_held").count() == 1
    assert_books_balance()


def test_it_is_told_in_the_notice_centre_and_sends_no_mail_each_month(held, cleo):
    periods.begin(MAY)
    assert Notice.objects.filter(person=cleo, kind="grant_held").count() == 2
    assert not Mail.objects.filter(to=cleo.email).exists()


def test_missed_months_are_kept_one_by_one(held, cleo):
    periods.begin(MONDAY.replace(month=7))
    kept = HeldGrant.objects.order_by("id").values_list("held_at", flat=True)
    assert list(kept) == [MONDAY.replace(month=month) for month in (4, 5, 6, 7)]


def test_after_a_verdict_against_it_they_are_refused_at_once(held, cleo, olga):
    judging.uphold(held.pk, by=olga, why="Same face")
    periods.begin(APRIL)
    grant = HeldGrant.objects.get()
    assert (grant.state, grant.judged_at, grant.judged_by) == ("refused", APRIL, None)
    assert grant.judged_why
    assert not Notice.objects.filter(person=cleo, reference__startswith="held:").exists()
    assert_books_balance()


def test_after_a_verdict_for_it_the_next_one_comes(held, cleo, olga):
    periods.begin(APRIL)
    judging.clear(held.pk, by=olga, why="Sisters")
    periods.begin(MAY)
    granted = Transaction.objects.filter(wallet=cleo.wallet, amount__gt=0).order_by("id")
    assert list(granted.values_list("reference", flat=True)) == [
        f"allowance:{cleo.wallet.pk}:1",
        f"allowance:{cleo.wallet.pk}:2",
    ]
    assert_books_balance()


def test_of_four_months_that_waited_the_present_one_is_there_to_spend(held, cleo, olga):
    periods.begin(MONDAY.replace(month=7))
    with clock.at(MONDAY.replace(month=7, day=10)):
        for _ in range(2):
            judging.clear(held.pk, by=olga, why="Sisters")
        assert services.balance_of(cleo) == 10
    booked = (
        Transaction.objects.filter(wallet=cleo.wallet).order_by("id").values_list("kind", "amount", "effective_at")
    )
    months = [MONDAY.replace(month=month) for month in (4, 5, 6)]
    lapsed = [line for at in months for line in (("grant", 10, at), ("expire", -10, at.replace(month=at.month + 1)))]
    assert list(booked) == [*lapsed, ("grant", 10, MONDAY.replace(month=7, day=10))]
    assert set(HeldGrant.objects.values_list("state", flat=True)) == {"released"}
    assert Notice.objects.filter(person=cleo, kind="granted").count() == 1
    with clock.at(MONDAY.replace(month=8)):
        periods.begin(clock.now())
        # The next one is there, and what was released has lapsed with its month.
        assert services.balance_of(cleo) == 10
    assert_books_balance()


def test_a_month_that_is_over_is_released_by_itself_and_lapses(held, cleo, olga):
    periods.begin(APRIL)
    waits = HeldGrant.objects.get()
    with clock.at(MAY):
        for _ in range(2):
            judging.release(waits.pk, by=olga, why="A goodwill")
        assert services.balance_of(cleo) == 0
    assert not Notice.objects.filter(person=cleo, kind="granted").exists()
    assert_books_balance()


def test_a_month_that_is_over_pays_what_is_owed(held, cleo, olga):
    owes(cleo, 4)
    periods.begin(APRIL)
    with clock.at(MAY.replace(day=10)):
        judging.clear(held.pk, by=olga, why="Sisters")
        assert (services.debt_of(cleo.wallet.pk), services.balance_of(cleo)) == (0, 0)
    assert_books_balance()


def test_what_is_paid_for_does_not_wait(held, cleo):
    services.begin_plan(cleo.wallet.pk, "plus", at=MONDAY, paid_until=MONDAY + timedelta(days=62))
    periods.begin(APRIL)
    assert not HeldGrant.objects.exists()
    with clock.at(APRIL):
        assert services.balance_of(cleo) == 200
    assert_books_balance()


def test_the_welcome_of_a_membership_is_free_and_waits(held, cleo):
    services.begin_plan(cleo.wallet.pk, "plus", at=MONDAY, paid_until=MONDAY + timedelta(days=31))
    assert services.welcome(cleo.wallet.pk) is None
    assert HeldGrant.objects.get().source == "welcome"
    assert services.balance_of(cleo) == 100


def test_a_perk_switched_off_holds_nothing(held, cleo):
    from connects.models import Plan  # noqa: PLC0415

    Plan.objects.filter(code="basic").update(enabled=False)
    periods.begin(APRIL)
    assert not HeldGrant.objects.exists()


def test_where_nobody_is_held_nobody_is_told(monday, ben, cleo):
    with CaptureQueriesContext(connection) as seen:
        periods.begin(APRIL)
    assert not [query for query in seen if "common_notice" in query["sql"]]
    assert not HeldGrant.objects.exists()
