"""What a person sees of a payment that went back or is disputed: what is owed, what is on hold, and each movement."""

import re

import pytest
from django.urls import reverse

from connects import causes, services
from connects.causes import Cause
from connects.models import Lot, Source
from tests.books import assert_books_balance

HERE = "/settings/connects/"


@pytest.fixture
def bought(wallet, ben, monkeypatch) -> Lot:
    def purchases(ids):
        return {number: Cause(f"Purchase {number}", f"/purchases/{number}/") for number in ids}

    monkeypatch.setitem(causes._resolvers, "purchase", purchases)
    services.credit_purchase(
        wallet.pk, 40, reference="purchase:7", cause="purchase:7", paid_minor=600, paid_currency="USD", actor=ben
    )
    return wallet.lots.get(source=Source.PURCHASE)


def refund_of(connects: int):
    return services.claim("purchase:7", connects, reference="refund:1", cause="purchase:7", reason="You asked for it.")


def test_what_is_owed_stands_on_top_with_what_it_is_for_and_what_pays_it(page, bought, spend):
    assert "You owe" not in page(HERE)
    spend(12, 17)
    refund_of(40)
    text = page(HERE)
    assert "You owe" in text
    assert "Later free Connects pay this first" in text
    owed = text.split("You owe")[1].split("</div>")[0]
    assert f'href="{reverse("connects_lot", args=[bought.pk])}">Purchase 7</a>' in owed
    assert_books_balance()


def test_a_free_grant_pays_and_history_says_so(page, bought, spend, grant):
    spend(12, 17)
    refund_of(40)
    grant(20)
    text = page(HERE)
    assert "You owe" not in text
    assert "This pays what you owe" in text
    revoked = page(reverse("connects_history"), status="revoke")
    assert revoked.count("history__what") == 2
    assert "You asked for it." in revoked
    assert_books_balance()


def test_what_is_disputed_is_on_hold_and_history_can_be_asked_for_it(page, bought, spend):
    spend(10, 17)
    about = {"cause": "purchase:7", "reason": "Your bank disputes the payment."}
    services.freeze("purchase:7", reference="dispute:1", **about)
    text = page(HERE)
    assert "on hold" in text
    assert "You have no Connects to spend" in text
    lot = page(reverse("connects_lot", args=[bought.pk]))
    assert "On hold, as the payment is disputed" in lot
    disputed = page(reverse("connects_history"), status="dispute")
    assert disputed.count("history__what") == 1
    assert "status--warn" in disputed
    services.unfreeze("purchase:7", reference="dispute:1", cause="purchase:7", reason="It was settled for you.")
    assert "on hold" not in page(HERE)
    assert page(reverse("connects_history"), status="dispute").count("history__what") == 2
    assert_books_balance()


def test_a_lot_tells_what_was_given_back_and_what_is_owed_for_it(page, bought, spend, grant):
    spend(12, 17)
    refund_of(40)
    text = page(reverse("connects_lot", args=[bought.pk]))
    assert "Money given back for" in text
    assert "Of these still owed" in text
    grant(5)
    owed = page(reverse("connects_lot", args=[bought.pk])).split("What is owed for it")[1].split("Where they went")[0]
    assert "Spent before its payment went back" in owed
    assert "Paid by a later grant" in owed
    assert re.findall(r"data-figure>([^<]+)<", owed) == ["−5", "+12", "7"]
    assert_books_balance()


def test_a_booking_without_a_cause_has_words_of_its_own(page, wallet, grant, spend):
    lot = Lot.objects.get(opened_by_id=grant(30).id)
    about = {"cause": "", "reason": "Said by the bank"}
    services.freeze(lot.opened_by.reference, reference="dispute:1", **about)
    services.unfreeze(lot.opened_by.reference, reference="dispute:1", **about)
    services.claim(lot.opened_by.reference, 5, reference="refund:1", **about)
    services.claim(lot.opened_by.reference, 0, reference="refund:2", **about)
    text = page(reverse("connects_history"))
    for words in ("On hold while the payment is disputed", "The payment stands again", "Connects taken back"):
        assert words in text
    assert "Connects given back again" in text
    assert_books_balance()


def test_a_plan_that_is_not_paid_on_yet_says_when_its_connects_come(page, wallet):
    from connects.periods import after  # noqa: PLC0415
    from tests.conftest import MONDAY  # noqa: PLC0415

    services.begin_plan(wallet.pk, "plus", at=MONDAY, paid_until=after(MONDAY, MONDAY))
    assert "with the payment for Freelancer Plus" in page(HERE)
    services.extend_plan(wallet.pk, paid_until=after(MONDAY, after(MONDAY, MONDAY)))
    assert "Next monthly Connects, <time" in page(HERE)
