"""A month that comes at the very instant at which its payment turns, on PostgreSQL; and the same without the lock.

What Stripe said is told, not asked for: what is raced for is ours.
"""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction

from billing import disputes, money_back, payments
from billing.models import Invoice, Membership, Refund
from billing.stripe_gateway import StripeDispute
from common import clock
from connects import periods, turned_times
from connects import services as connects
from connects.models import Plan
from tests.books import assert_books_balance
from tests.memberships.conftest import held
from tests.races import ORDERS, ROUNDS, hold_still, runners

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
numbers = count(1)
A_YEAR = 19900


@pytest.fixture
def year(person):
    """`year()`: another person's year of Plus that has just begun, with its first 100 Connects."""

    def begin() -> Invoice:
        number, now = next(numbers), clock.now()
        who = person(f"Guest{number}", freelancer=True)
        until, plus = now + timedelta(days=365), Plan.objects.get(code="plus")
        row = Membership.objects.create(
            wallet=who.wallet, payer=who, plan=plus, interval="year", status="active", started_at=now, paid_until=until
        )
        connects.begin_plan(who.wallet.pk, "plus", at=now, paid_until=until)
        return Invoice.objects.create(
            membership=row,
            plan=plus,
            invoice_id=f"in_{number}",
            payment_intent=f"pi_{number}",
            amount_minor=A_YEAR,
            currency="USD",
            starts_at=now,
            ends_at=until,
            paid_at=now,
        )

    return begin


def says(invoice: Invoice, status: str) -> None:
    now = clock.now()
    told = StripeDispute(f"dp_{invoice.pk}", status, A_YEAR, "USD", invoice.payment_intent, "", False, now, now)
    disputes.apply(invoice, told)


def a_month_comes() -> int:
    """The sweep of a month later."""
    return periods.begin(clock.now() + timedelta(days=32))


def half_goes_back(invoice: Invoice) -> None:
    with transaction.atomic():
        locked = payments.lock(invoice)
        refund = Refund.objects.create(invoice=locked, amount_minor=A_YEAR // 2, reason="A test")
        money_back.take(locked, reference=f"refund:{refund.pk}:taken", reason="A test")


def wallet_of(invoice: Invoice):
    return invoice.membership.payer


def frozen(owner) -> int:
    return sum(owner.wallet.lots.values_list("frozen", flat=True))


def beside_a_month(year, act, *, before=()) -> list[tuple[int, int]]:
    """Do `act` to years, each as its second month comes: what can be spent then, and what is held."""
    ends = []
    with runners(2) as two:
        for _ in range(ROUNDS):
            invoice = year()
            for status in before:
                says(invoice, status)
            done = two.together(lambda invoice=invoice: act(invoice), a_month_comes)
            assert not [each for each in done if isinstance(each, Exception)], done
            owner = wallet_of(invoice)
            assert owner.wallet.lots.count() == 2
            ends.append((held(owner), frozen(owner)))
    assert_books_balance()
    return ends


def test_a_month_beside_a_dispute_that_opens_is_held(year):
    ends = beside_a_month(year, lambda invoice: says(invoice, "needs_response"))
    assert set(ends) == {(0, 200)}


def test_a_month_beside_a_dispute_that_is_won_can_be_spent(year):
    ends = beside_a_month(year, lambda invoice: says(invoice, "won"), before=["needs_response"])
    assert set(ends) == {(200, 0)}


def test_a_month_beside_a_dispute_that_is_lost_is_gone(year):
    ends = beside_a_month(year, lambda invoice: says(invoice, "lost"), before=["needs_response"])
    assert set(ends) == {(0, 0)}


def test_a_month_beside_a_refund_of_a_half_brings_a_half(year):
    assert set(beside_a_month(year, half_goes_back)) == {(100, 0)}


def test_control_where_the_wallet_is_not_held_a_month_of_a_disputed_year_can_be_spent(year, monkeypatch):
    """What keeps a month from coming between: taken out, it comes after the lots were read and before it is known."""
    freeze = money_back._freeze

    def after_the_month(*args, **said):
        hold_still()
        return freeze(*args, **said)

    monkeypatch.setattr(turned_times, "hold", lambda wallet_id: None)
    monkeypatch.setattr(money_back, "_freeze", after_the_month)
    with runners(2) as two:
        for _ in range(ORDERS):
            invoice = year()
            two.together(lambda invoice=invoice: says(invoice, "needs_response"), a_month_comes)
            if (held(wallet_of(invoice)), frozen(wallet_of(invoice))) == (100, 100):
                return
    pytest.fail("each month was held")
