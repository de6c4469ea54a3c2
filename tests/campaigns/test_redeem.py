"""Redeeming a code that needs no purchase: on its page, once, within its limits."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from billing import redeeming
from billing.errors import CodeRefused
from billing.models import Redemption, Region
from common import clock
from connects import services as connects
from connects import ways
from connects.history import lines, movements
from connects.models import HeldGrant, Plan, Transaction, Wallet
from tests.books import assert_books_balance
from tests.queries import cost

pytestmark = pytest.mark.django_db
PAGE = "/settings/connects/redeem/"


@pytest.fixture(autouse=True)
def _no_guesses_yet():
    cache.clear()


def key() -> str:
    return uuid.uuid4().hex


def send(client, person, code: str, **fields):
    client.force_login(person)
    return client.post(PAGE, {"code": code, "key": key(), **fields})


def refusal(client, person, code: str) -> str:
    response = send(client, person, code)
    assert response.status_code == 400
    [error] = response.context["form"].errors["code"]
    assert error in response.content.decode().replace("&#x27;", "'")
    return error


def test_it_gives_the_connects_at_once(client, ben, code):
    code("GIFT", connects=5, lives_days=60)
    answer = send(client, ben, " gift ")
    assert (answer.status_code, answer["Location"]) == (302, "/settings/connects/")
    page = client.get(answer["Location"]).content.decode()
    assert "5 Connects with GIFT are in your wallet, until 1 May 2026." in page
    lot = ben.wallet.lots.get()
    assert (lot.source, lot.granted, lot.expires_at) == ("promo", 5, clock.now() + timedelta(days=60))
    [line] = lines(movements(ben.wallet.pk))
    assert line.what.text == "Code GIFT redeemed"
    redemption = Redemption.objects.get()
    assert (redemption.person, redemption.connects, redemption.state) == (ben, 5, "used")
    assert_books_balance()


def test_the_same_form_twice_redeems_once(client, ben, code):
    code(limit_per_person=None)
    form = {"key": key()}
    for _ in range(2):
        assert send(client, ben, "GIFT", **form).status_code == 302
    assert connects.balance_of(ben) == 5
    assert Redemption.objects.count() == 1
    assert_books_balance()


def test_twice_by_one_person_is_refused(client, ben, code):
    code()
    send(client, ben, "GIFT")
    assert refusal(client, ben, "GIFT") == "You have redeemed GIFT already."
    assert connects.balance_of(ben) == 5
    assert_books_balance()


def test_another_account_of_the_same_mailbox_is_the_same_person(client, person, code):
    code()
    one = person("Dana", freelancer=True, email="dana+one@example.com")
    two = person("Dana", freelancer=True, email="dana+two@example.com")
    send(client, one, "GIFT")
    assert refusal(client, two, "GIFT") == "You have redeemed GIFT already."
    assert connects.balance_of(two) == 0


def test_a_code_may_be_redeemed_as_often_as_it_says(client, ben, code):
    code(limit_per_person=2)
    for _ in range(2):
        assert send(client, ben, "GIFT").status_code == 302
    assert "can be used twice by each person" in refusal(client, ben, "GIFT")
    assert connects.balance_of(ben) == 10
    assert_books_balance()


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"active": False}, "GIFT is no longer valid."),
        ({"starts_in": 2}, "GIFT is valid from 4 March 2026."),
        ({"ends_in": -1}, "GIFT was valid until 1 March 2026."),
        ({"region": "JPY"}, "GIFT is for buyers in another region: Japan."),
        ({"plan": "plus"}, "GIFT is for members of Freelancer Plus."),
        ({"limit_total": 0}, "GIFT has been used up."),
        ({"without_purchase": False}, "GIFT is for a purchase: type it when you buy."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_why_it_is_refused_stands_beside_the_field(client, ben, code, monday, terms, words):
    terms = dict(terms)
    if "starts_in" in terms:
        terms["starts_at"] = monday + timedelta(days=terms.pop("starts_in"))
    if "ends_in" in terms:
        terms |= {"ends_at": monday + timedelta(days=terms.pop("ends_in")), "starts_at": monday - timedelta(days=9)}
    if "region" in terms:
        terms["region"] = Region.objects.get(currency=terms["region"])
    if "plan" in terms:
        terms["plan"] = Plan.objects.get(code=terms["plan"])
    code(**terms)
    assert refusal(client, ben, "GIFT") == words
    assert not Redemption.objects.exists()
    assert not Transaction.objects.exists()


def test_used_up_by_others_is_used_up(client, ben, cleo, code):
    code(limit_total=1)
    send(client, cleo, "GIFT")
    assert refusal(client, ben, "GIFT") == "GIFT has been used up."


@pytest.mark.parametrize("written", ["", "   ", "X" * 31])
def test_what_is_no_code_is_said(client, ben, code, written):
    assert refusal(client, ben, written)


@pytest.mark.parametrize("forged", ["", "x", "Z" * 32, "a" * 33])
def test_a_form_without_its_key_redeems_nothing(client, ben, code, forged):
    code()
    assert send(client, ben, "GIFT", key=forged).status_code == 400
    assert not Redemption.objects.exists()


def test_somebody_else_s_form_redeems_nothing(client, ben, cleo, code):
    code()
    form = {"key": key()}
    send(client, cleo, "GIFT", **form)
    assert send(client, ben, "GIFT", **form).status_code == 400
    assert connects.balance_of(ben) == 0


def test_guessing_has_an_end(client, ben, cleo, code):
    code()
    for number in range(10):
        assert refusal(client, ben, f"GUESS{number}") == redeeming.NO_SUCH_CODE
    assert "Too many codes were tried" in refusal(client, ben, "GUESS11")
    # Not even the right one, or waiting would be no obstacle; another person is not in the way of it.
    assert "Too many codes were tried" in refusal(client, ben, "GIFT")
    assert send(client, cleo, "GIFT").status_code == 302


def test_the_same_refused_code_again_costs_one_try(client, ben, code):
    code("OLD", active=False)
    code()
    for _ in range(12):
        assert refusal(client, ben, "OLD") == "OLD is no longer valid."
    assert send(client, ben, "GIFT").status_code == 302


def test_a_wallet_under_suspicion_waits(client, ben, code):
    Wallet.objects.filter(person=ben).update(held_since=clock.now())
    code()
    answer = send(client, ben, "GIFT")
    assert "wait for a look at your account" in client.get(answer["Location"]).content.decode()
    held = HeldGrant.objects.get()
    assert (held.connects, held.lives_days, held.source, held.wallet) == (5, 60, "promo", ben.wallet)
    assert connects.balance_of(ben) == 0
    assert refusal(client, ben, "GIFT") == "You have redeemed GIFT already."
    assert_books_balance()


def test_an_expired_lot_and_a_debt_come_first(ben, code, monday):
    bought = {"cause": "purchase:1", "paid_minor": 600, "paid_currency": "USD", "actor": ben}
    connects.credit_purchase(ben.wallet.pk, 40, reference="purchase:1", **bought)
    connects.spend(ben.wallet.pk, 38, reference="proposal:1")
    connects.claim("purchase:1", 40, reference="refund:1", cause="purchase:1", reason="Sorry")
    code(connects=50)
    redeeming.redeem(ben, "GIFT", key=key())
    assert (connects.balance_of(ben), connects.debt_of(ben.wallet.pk)) == (12, 0)
    assert_books_balance()


def test_the_promise_stays_when_the_code_changes(ben, code):
    gift, form = code(), key()
    redeeming.redeem(ben, "GIFT", key=form)
    gift.connects = 50
    gift.save()
    assert redeeming.redeem(ben, "GIFT", key=form).connects == 5
    assert connects.balance_of(ben) == 5


def test_the_address_may_carry_the_code(client, ben, code):
    client.force_login(ben)
    assert 'value="GIFT"' in client.get(f"{PAGE}?code=GIFT").content.decode()
    assert client.get(f"{PAGE}?code={'X' * 99}").status_code == 200


def test_who_has_no_wallet_reads_why(client, ada, code):
    code()
    client.force_login(ada)
    assert "You have no wallet yet" in client.get(PAGE).content.decode()
    assert send(client, ada, "GIFT").status_code == 200
    with pytest.raises(Exception, match="Ada"):
        redeeming.redeem(ada, "GIFT", key=key())
    assert not Redemption.objects.exists()


def test_a_stranger_logs_in_first(client, db):
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")


def test_a_wrong_method_is_refused(client, ben):
    client.force_login(ben)
    assert client.put(PAGE).status_code == 405


def test_the_buy_page_sends_it_to_be_redeemed(client, ben, code):
    code()
    client.force_login(ben)
    page = client.get("/settings/connects/buy/?code=gift").content.decode()
    assert "GIFT gives Connects without a purchase: redeem it instead." in page
    assert f'href="{reverse("redeem_code")}?code=GIFT"' in page
    from billing import checkout  # noqa: PLC0415
    from billing.models import Package  # noqa: PLC0415

    package = Package.objects.get(connects=20, region__currency="USD")
    with pytest.raises(CodeRefused, match="redeem it instead"):
        checkout.start(ben, package_id=package.pk, code="GIFT")


def test_it_is_a_way_to_earn_while_there_is_one(ben, code, monday):
    def standing() -> list[str]:
        return [str(way.standing) for way in ways.for_person(ben) if way.source == "promo"]

    assert standing() == []
    code("TOP", without_purchase=False)
    code("OLD", ends_at=monday + timedelta(seconds=1))
    code("OFF", active=False)
    with clock.at(monday + timedelta(days=1)):
        assert standing() == []
        code("GIFT")
        assert standing() == ["open"]


def test_campaigns_come_and_the_last_one_stands_there(client, ben, sent):
    def way():
        return next(way for way in ways.for_person(ben) if way.source == "campaign")

    assert (way().standing, way().connects, way().note) == ("comes", 0, "")
    sent(connects=20)
    assert (way().connects, way().note) == (20, "Last: Spring thanks, 2 March 2026")
    client.force_login(ben)
    assert "Spring thanks" in client.get("/settings/connects/earn/").content.decode()


def test_the_page_costs_few_queries(client, ben, code):
    code()
    client.force_login(ben)
    assert cost(client, PAGE) <= 12
