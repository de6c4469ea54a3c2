"""What a campaign led to: used, expired, bought afterwards."""

from datetime import timedelta

import pytest

from billing.campaigns.results import results_of
from billing.models import Package, Purchase
from common import clock, policies
from connects import services as connects
from connects.expiry import expire
from tests.books import assert_books_balance
from tests.crowd import open_wallets

pytestmark = pytest.mark.django_db


@pytest.fixture
def buy(db):
    """A paid purchase, without Stripe: `buy(ben, days=3)` after now."""

    def make(person, *, days: float, minor: int = 300, **fields) -> Purchase:
        package = Package.objects.get(connects=20, region__currency="USD")
        at = clock.now() + timedelta(days=days)
        return Purchase.objects.create(
            wallet=person.wallet,
            buyer=person,
            package=package,
            connects=20,
            list_minor=minor,
            amount_minor=minor - fields.get("discount_minor", 0),
            currency=fields.pop("currency", "USD"),
            status="paid",
            paid_at=at,
            created_at=at,
            **fields,
        )

    return make


def test_what_was_used_what_came_back_and_what_expired(ben, cleo, charlie, person, sent, monday):
    dana = person("Dana", freelancer=True)
    done = sent(connects=20, lives_days=30)
    connects.spend(ben.wallet.pk, 12, reference="proposal:1")
    connects.spend(cleo.wallet.pk, 6, reference="proposal:2")
    connects.refund("proposal:2", reference="refund:proposal:2", cause="", reason="Cancelled")
    with clock.at(monday + timedelta(days=1)):
        connects.spend(dana.wallet.pk, 20, reference="proposal:3")
    fate = results_of(done).fate
    assert (fate.wallets, fate.granted, fate.left) == (3, 60, 28)
    assert (fate.spent, fate.spenders, fate.expired, fate.owed) == (32, 2, 0, 0)
    expire(monday + timedelta(days=30))
    fate = results_of(done).fate
    assert (fate.left, fate.spent, fate.expired) == (0, 32, 28)
    assert_books_balance()


def test_another_source_counts_for_nothing(ben, sent, monday):
    lives = monday + timedelta(days=5)
    connects.grant(ben.wallet.pk, 50, source=connects.Source.JOINING, expires_at=lives, reference="joining:x")
    done = sent()
    connects.spend(ben.wallet.pk, 50, reference="proposal:1")
    assert results_of(done).fate.spent == 0


def test_purchases_within_the_days_count_by_currency(ben, cleo, person, sent, buy):
    dana, erin = person("Dana", freelancer=True), person("Erin", freelancer=True, is_active=False)
    buy(ben, days=-1)
    done = sent()
    buy(ben, days=1)
    buy(ben, days=29.9, minor=600)
    buy(cleo, days=2, currency="EUR")
    buy(dana, days=30)
    buy(erin, days=1)
    found = results_of(done)
    assert found.buyers == 2
    assert [(row.currency, row.people, row.purchases, row.minor) for row in found.bought] == [
        ("EUR", 1, 1, 300),
        ("USD", 1, 2, 900),
    ]


def test_money_that_went_back_is_taken_off(ben, sent, buy):
    done = sent()
    Purchase.objects.filter(pk=buy(ben, days=1).pk).update(refunded_minor=100, status="refunded")
    assert results_of(done).bought[0].minor == 200


def test_the_days_stay_as_they_were_at_the_start(ben, olga, sent, buy):
    from billing.models import DiscountPolicy  # noqa: PLC0415

    done = sent()
    policies.change(DiscountPolicy.objects.get(), actor=olga, reason="Shorter", campaign_counts_days=5)
    buy(ben, days=20)
    assert results_of(done).buyers == 1


def test_a_sale_s_own_purchases(ben, cleo, sent, sale, buy):
    done = sent("sale", sale=sale)
    off = {"discount": "sale", "discount_minor": 60, "discount_label": "Spring sale, 20 % off"}
    buy(ben, days=1, **off)
    buy(cleo, days=1)
    found = results_of(done)
    assert found.fate is None
    assert ([row.minor for row in found.bought], [row.minor for row in found.offer]) == ([540], [240])


def test_a_code_s_redemptions_by_those_who_were_told(ben, cleo, sent, code):
    from billing import redeeming  # noqa: PLC0415

    gift = code()
    done = sent("code", code=gift, country="")
    redeeming.redeem(ben, "gift", key="a" * 32)
    found = results_of(done)
    assert (found.redeemed, found.offer, found.buyers) == (1, [], 0)


def test_results_cost_as_much_for_fifty_as_for_five(campaign, start, monday, django_assert_max_num_queries):
    from billing.campaigns import sending  # noqa: PLC0415

    open_wallets(50, at=monday)
    done = start(campaign())
    sending.send(clock.now())
    with django_assert_max_num_queries(8):
        assert results_of(done).fate.wallets == 50
