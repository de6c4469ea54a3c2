"""Thirty-two people redeem one code at the same instant, on PostgreSQL. Each race has its control."""

import pytest
from django.db import connection

from billing import checkout, redemptions, stripe_gateway
from billing.errors import CodeRefused
from billing.models import Package, PromoCode, Purchase, Redemption
from common import clock
from tests.races import FEWER, runners

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
CROWD = 32


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL races only there")


@pytest.fixture(autouse=True)
def _a_stripe_that_is_always_there(monkeypatch) -> None:
    """What is raced for is ours; Stripe's answer is not a part of it."""

    def open_at_once(order, *, idempotency_key):
        return stripe_gateway.Session(
            id=f"cs_test_{order.key}",
            url=f"https://checkout.stripe.com/c/pay/{order.key}",
            status="open",
            payment_status="unpaid",
            payment="",
            payment_intent="",
            failure="",
            paid_with="",
            given_back=False,
            key=order.key,
            number=order.number,
            mode="payment",
            live=False,
            amount_minor=order.list_minor - order.discount_minor,
            tax_minor=0,
            currency=order.currency,
        )

    monkeypatch.setattr(stripe_gateway, "create_session", open_at_once)


@pytest.fixture
def crowd(person):
    return [person(f"Guest{number}", freelancer=True) for number in range(CROWD)]


def redeem(crowd, code: PromoCode, repeat: int = 0) -> list[object]:
    package = Package.objects.get(connects=20, region__currency="USD")
    acts = [lambda each=each: checkout.start(each, package_id=package.pk, code=code.code) for each in crowd]
    with runners(CROWD, rounds=repeat) as all_of_them:
        return all_of_them.together(*acts)


def counted() -> int:
    return Redemption.objects.exclude(state="released").count()


@pytest.mark.parametrize("repeat", range(0, FEWER, 2))
def test_a_limit_in_all_holds_under_thirty_two_at_once(crowd, repeat):
    code = PromoCode.objects.create(code="FIVE", percent=25, limit_total=5, starts_at=clock.now())
    answers = redeem(crowd, code, repeat)
    bought = [answer for answer in answers if isinstance(answer, Purchase)]
    refused = [answer for answer in answers if isinstance(answer, CodeRefused)]
    assert (len(bought), len(refused)) == (5, CROWD - 5)
    assert counted() == Purchase.objects.filter(discount="code").count() == 5
    assert {str(each) for each in refused} == {"FIVE has been used up."}


def test_control_without_the_lock_more_get_it(crowd, monkeypatch):
    monkeypatch.setattr(redemptions, "lock", lambda code: None)
    redeem(crowd, PromoCode.objects.create(code="FIVE", percent=25, limit_total=5, starts_at=clock.now()))
    assert counted() > 5


@pytest.mark.parametrize("repeat", range(0, FEWER, 2))
def test_a_limit_per_person_holds_under_thirty_two_clicks(ben, repeat):
    """Each click asks for what the others hold: they close one another's checkouts, and one is left with the code."""
    code = PromoCode.objects.create(code="ONCE", percent=25, limit_per_person=1, starts_at=clock.now())
    package = Package.objects.get(connects=20, region__currency="USD")
    with runners(CROWD, rounds=repeat) as all_of_them:
        acts = [lambda: checkout.start(ben, package_id=package.pk, code=code.code)] * CROWD
        answers = all_of_them.together(*acts)
    assert {answer.pk for answer in answers if isinstance(answer, Purchase)} == {Purchase.objects.get().pk}
    assert counted() == 1


@pytest.mark.parametrize("repeat", range(0, FEWER, 2))
def test_a_first_purchase_is_taken_once_however_many_packages_are_clicked(ben, monkeypatch, repeat):
    monkeypatch.setattr(checkout, "cancel", _close)
    packages = list(Package.objects.filter(region__currency="USD", large=False))
    with runners(len(packages), rounds=repeat) as all_of_them:
        all_of_them.together(*[lambda each=each: checkout.start(ben, package_id=each.pk) for each in packages])
    live = Purchase.objects.exclude(status__in=("expired", "failed"))
    assert live.filter(claims_first=True).count() == 1


def _close(purchase: Purchase) -> Purchase:
    Purchase.objects.filter(pk=purchase.pk, status="open").update(status="expired", look_at=None)
    purchase.refresh_from_db()
    return purchase
