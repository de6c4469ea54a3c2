"""Stripe's page is in the buyer's language; a discount and a reason that are kept are said in the reader's."""

import json

import pytest
from django.utils import translation

from billing import kept
from billing.discounts import Discount, label_of
from billing.models import Purchase
from common.reading import said
from tests.billing.conftest import KEY
from tests.books import assert_books_balance


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "locale"), [("en", "en"), ("de", "de"), ("hi", "auto")])
def test_stripes_page_is_in_the_buyers_language(till, ben, language, locale):
    ben.language = language
    ben.save()
    purchase = till.buy(ben)
    found = json.loads(till.stripe.get(f"/v1/checkout/sessions/{purchase.session_id}", **KEY)[1])
    assert found["locale"] == locale


@pytest.mark.django_db
def test_a_lost_answer_and_another_language_still_lead_to_one_page(till, ben):
    purchase = till.buy(ben)
    lost = purchase.session_id
    Purchase.objects.update(session_id=None, session_url="")
    ben.language = "de"
    ben.save()
    again = till.buy(ben)
    assert (again.pk, again.session_id == lost) == (purchase.pk, False)
    assert till.pay(again) == 303
    till.come_back(ben, again)
    again.refresh_from_db()
    assert again.is_paid
    assert_books_balance()


def test_a_discount_is_kept_in_english_whoever_buys():
    sale = Discount("sale", 20, "Spring sale")
    with translation.override("de"):
        assert sale.kept == "Spring sale, 20 % off"
    assert label_of(sale.kept) == sale.label == "Spring sale, 20 % off"
    assert label_of("As it was agreed") == "As it was agreed"


def test_a_kept_reason_names_what_it_named():
    why = kept.HELD.format(payment="G-000017")
    assert said(why) == why
    assert said("Somebody's own words.") == "Somebody's own words."
