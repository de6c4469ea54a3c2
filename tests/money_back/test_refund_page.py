"""The operator's page: what a refund does is shown before it is done, and only what was shown is done."""

import re

import pytest
from django.urls import reverse

from billing.models import Purchase, Refund
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.money_back.counter import give_back, in_dashboard, paid, refunds_at_stripe, spent

pytestmark = pytest.mark.django_db


def page_of(purchase: Purchase) -> str:
    return reverse("admin:billing_purchase_refund", args=[purchase.pk])


def form_on(page) -> dict[str, str]:
    """The form's fields as the page shows them."""
    html = page.content.decode()
    fields = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] in ("amount", "key", "shown"):
            fields[name[1]] = value[1] if value else ""
    return fields


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_it_shows_what_the_whole_amount_would_do(till, ben, desk):
    purchase = paid(till, ben)
    spent(ben, 14)
    page = desk.get(page_of(purchase))
    assert form_on(page)["amount"] == "3.00"
    assert "Giving back $3.00 now does this" in words(page)
    assert "6 unspent Connects are revoked." in words(page)
    assert "14 were spent already and become a debt, which later free Connects pay first." in words(page)
    assert (balance(ben), Refund.objects.count()) == (6, 0)


def test_it_shows_what_a_part_would_do_before_it_is_asked_why(till, ben, desk):
    purchase = paid(till, ben)
    fields = form_on(desk.get(page_of(purchase)))
    page = desk.post(page_of(purchase), fields | {"amount": "1.00", "look": ""})
    assert "Giving back $1.00 now does this" in words(page)
    assert "7 unspent Connects are revoked." in words(page)
    assert "This field is required" not in words(page)
    assert Refund.objects.count() == 0


def test_it_gives_back_what_was_shown(till, ben, desk, olga):
    purchase = paid(till, ben)
    fields = form_on(desk.get(page_of(purchase)))
    done = desk.post(page_of(purchase), fields | {"reason": "Bought by mistake", "refund": ""}, follow=True)
    assert "$3.00 of G-" in words(done)
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.actor, refund.reason, refund.status) == (
        300,
        olga,
        "Bought by mistake",
        "succeeded",
    )
    assert (balance(ben), refunds_at_stripe(till, purchase)) == (0, [300])
    assert_books_balance()


def test_a_second_click_gives_back_once(till, ben, desk):
    purchase = paid(till, ben)
    fields = form_on(desk.get(page_of(purchase)))
    fields = form_on(desk.post(page_of(purchase), fields | {"amount": "1", "look": ""}))
    for _ in range(2):
        assert desk.post(page_of(purchase), fields | {"reason": "Twice", "refund": ""}).status_code == 302
    assert (balance(ben), refunds_at_stripe(till, purchase)) == (13, [100])
    assert_books_balance()


def test_another_amount_than_shown_is_shown_first(till, ben, desk):
    purchase = paid(till, ben)
    fields = form_on(desk.get(page_of(purchase)))
    page = desk.post(page_of(purchase), fields | {"amount": "1.50", "reason": "Half", "refund": ""})
    assert "This is what it does now. Look at it, then give it back." in words(page)
    assert "10 unspent Connects are revoked." in words(page)
    assert Refund.objects.count() == 0
    desk.post(page_of(purchase), form_on(page) | {"reason": "Half", "refund": ""})
    assert (balance(ben), refunds_at_stripe(till, purchase)) == (10, [150])
    assert_books_balance()


def test_a_wallet_that_moved_is_shown_anew(till, ben, desk):
    purchase = paid(till, ben)
    fields = form_on(desk.get(page_of(purchase)))
    spent(ben, 4)
    page = desk.post(page_of(purchase), fields | {"reason": "All", "refund": ""})
    assert "16 unspent Connects are revoked." in words(page)
    assert "4 were spent already" in words(page)
    assert (balance(ben), Refund.objects.count()) == (16, 0)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "More than nothing and at most $3.00"),
        ("3.01", "More than nothing and at most $3.00"),
        ("-1", "Write an amount like"),
        ("a lot", "Write an amount like"),
        ("1.005", "at most 2 decimals"),
        ("", "This field is required"),
        ("9" * 30, "at most 20 characters"),
    ],
)
def test_a_bad_amount_is_said_beside_its_field(till, ben, desk, amount, said):
    purchase = paid(till, ben)
    fields = form_on(desk.get(page_of(purchase)))
    page = desk.post(page_of(purchase), fields | {"amount": amount, "reason": "Why not", "refund": ""})
    assert page.status_code == 200
    assert said in words(page)
    assert Refund.objects.count() == 0


def test_it_asks_for_a_reason_and_for_its_own_key(till, ben, desk):
    purchase = paid(till, ben)
    fields = form_on(desk.get(page_of(purchase)))
    assert "This field is required" in words(desk.post(page_of(purchase), fields | {"refund": ""}))
    page = desk.post(page_of(purchase), fields | {"reason": "x", "key": "<script>", "refund": ""})
    assert page.status_code == 200
    assert Refund.objects.count() == 0


def test_what_cannot_be_given_back_says_why(till, ben, desk, olga):
    unpaid = till.buy(ben)
    assert "cannot be refunded. It was not paid." in words(desk.get(page_of(unpaid), follow=True))
    till.pay(unpaid)
    till.come_back(ben, unpaid)
    unpaid.refresh_from_db()
    give_back(unpaid, 300, by=olga)
    assert "All of it has gone back already." in words(desk.get(page_of(unpaid), follow=True))


def test_what_stripe_refuses_and_what_waits_is_said(till, ben, cleo, desk):
    refused, waiting = paid(till, ben), paid(till, cleo)
    in_dashboard(till, refused)
    fields = form_on(desk.get(page_of(refused))) | {"reason": "Why not", "refund": ""}
    assert "Stripe refused it, and nothing was taken" in words(desk.post(page_of(refused), fields, follow=True))
    till.stripe.control("faults", kind="500", count=2, match="POST /v1/refunds")
    fields = form_on(desk.get(page_of(waiting))) | {"reason": "Why not", "refund": ""}
    assert "asked for again by itself" in words(desk.post(page_of(waiting), fields, follow=True))
    row = Refund.objects.get(purchase=waiting)
    desk.post(reverse("admin:billing_refund_look_again", args=[row.pk]), {"reason": "Now"})
    row.refresh_from_db()
    assert row.status == "succeeded"
    assert_books_balance()


def test_only_operators_who_may_see_it(till, ben, client, person):
    purchase = paid(till, ben)
    clerk = person("Clerk", is_staff=True)
    for who in (ben, clerk):
        client.force_login(who)
        assert client.get(page_of(purchase)).status_code in (302, 403)
        assert client.post(page_of(purchase), {"amount": "3", "refund": ""}).status_code in (302, 403)
    assert Refund.objects.count() == 0


def test_refunds_are_listed_and_shown(till, ben, desk, olga):
    purchase = paid(till, ben)
    row = give_back(purchase, 100, by=olga)
    listed = desk.get(reverse("admin:billing_refund_changelist"))
    assert purchase.number in words(listed)
    assert "$1.00" in words(listed)
    assert "Asked for it" in words(desk.get(reverse("admin:billing_refund_change", args=[row.pk])))
    assert "Asked for it" in words(desk.get(reverse("admin:billing_purchase_change", args=[purchase.pk])))
