"""Discounts from the shop to the wallet: which one applies, what Stripe is sent, what the receipt says."""

import json
from datetime import timedelta

import pytest

from billing import checkout, errors, stripe_gateway
from billing.models import DiscountPolicy, Package, PromoCode, Purchase, Redemption, Region, Sale, StripeCustomer
from common import clock, policies
from common.models import Mail
from connects import services as connects
from tests.billing.conftest import KEY, balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
SHOP = "/settings/connects/buy/"


@pytest.fixture(autouse=True)
def _first_purchases_cost_less(till):
    DiscountPolicy.objects.update(first_purchase_percent=10)


@pytest.fixture
def code(db):
    """Make a code: `code("SPRING", percent=20)`."""

    def make(name: str = "SPRING", **terms) -> PromoCode:
        terms = {"starts_at": clock.now() - timedelta(days=1), **terms}
        return PromoCode.objects.create(code=name, **terms)

    return make


def start(person, count: int = 20, *, code: str = "", agency: str = "") -> Purchase:
    package = Package.objects.get(connects=count, region__currency="USD")
    return checkout.start(person, package_id=package.pk, code=code, agency=agency)


def finish(till, person, purchase: Purchase) -> Purchase:
    till.pay(purchase)
    till.come_back(person, purchase)
    purchase.refresh_from_db()
    assert (purchase.status, purchase.mismatch) == ("paid", "")
    return purchase


def page(till, person, query: str = "") -> str:
    response = till.browser(person).get(SHOP + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_first_purchase_costs_ten_percent_less(till, ben):
    assert "First purchase, 10 % off." in page(till, ben)
    purchase = start(ben)
    assert (purchase.list_minor, purchase.discount_minor, purchase.amount_minor) == (300, 30, 270)
    shown = till.stripe.get(f"/c/pay/{purchase.session_id}")[1]
    for words in ("$3.00", "-$0.30", "$2.70"):
        assert words in shown
    coupon = json.loads(till.stripe.get("/v1/coupons?limit=1", **KEY)[1])["data"][0]
    assert (coupon["name"], coupon["amount_off"], coupon["max_redemptions"]) == ("First purchase, 10 % off", 30, 1)
    finish(till, ben, purchase)
    assert ben.wallet.lots.get().paid_minor == 270
    receipt = till.browser(ben).get(purchase.get_absolute_url()).content.decode()
    mail = Mail.objects.get(reference__startswith=f"receipt:purchase:{purchase.pk}:")
    for text in (receipt, mail.text, mail.html):
        for words in ("$3.00", "First purchase, 10 % off", "−$0.30", "$2.70"):
            assert words in text
    assert "First purchase" not in page(till, ben)
    assert start(ben).amount_minor == 300
    assert_books_balance()


def test_two_open_checkouts_do_not_both_have_the_first_purchase(till, ben):
    first, second = start(ben, 20), start(ben, 40)
    first.refresh_from_db()
    assert (first.status, second.claims_first, second.amount_minor) == ("expired", True, 540)
    finish(till, ben, second)
    assert balance(ben) == 40
    assert_books_balance()


def test_a_first_purchase_that_ends_unpaid_is_still_to_come(till, ben):
    checkout.cancel(start(ben))
    assert start(ben).amount_minor == 270


def test_a_second_account_of_the_same_mailbox_has_no_first_purchase(till, person):
    one = person("Dana", freelancer=True, email="dana+one@example.com")
    two = person("Dana", freelancer=True, email="dana+two@example.com")
    finish(till, one, start(one))
    assert start(two).amount_minor == (300 if one.email_key == two.email_key else 270)
    assert one.email_key == two.email_key


def test_a_sale_beats_the_first_purchase_and_keeps_it_for_later(till, ben):
    now = clock.now()
    sale = Sale.objects.create(name="Spring sale", percent=20, starts_at=now, ends_at=now + timedelta(days=7))
    purchase = start(ben)
    assert (purchase.discount, purchase.amount_minor, purchase.claims_first) == ("sale", 240, False)
    assert "Spring sale, 20 % off." in page(till, ben)
    Sale.objects.filter(pk=sale.pk).update(ends_at=now + timedelta(microseconds=1))
    assert start(ben).amount_minor == 270


def test_a_sale_elsewhere_is_not_ours(till, ben):
    now, japan = clock.now(), Region.objects.get(currency="JPY")
    Sale.objects.create(name="Hanami", percent=20, starts_at=now, ends_at=now + timedelta(days=7), region=japan)
    assert start(ben).amount_minor == 270


def test_members_pay_less_and_may_buy_large_packages(till, ben, agency_of):
    agency = agency_of(ben, plan="business")
    shelf = page(till, ben, f"?agency={agency.handle}")
    assert "Business, 15 % off." in shelf
    assert "$17.21" in shelf
    purchase = start(ben, 150, agency=agency.handle)
    assert (purchase.list_minor, purchase.amount_minor, purchase.discount) == (2025, 1721, "membership")
    finish(till, ben, purchase)
    # With the plan's monthly 300.
    assert connects.spendable(purchase.wallet_id) == 450
    assert balance(ben) == 0
    assert agency.name in Mail.objects.get().text
    assert_books_balance()


def test_large_packages_are_not_for_everybody(till, ben):
    with pytest.raises(errors.PackageGone):
        start(ben, 150)
    assert "150 Connects" not in page(till, ben)


def test_an_agency_is_paid_for_by_its_owner_only(till, ben, cleo, agency_of):
    address = f"{SHOP}?agency={agency_of(ben).handle}"
    assert till.browser(cleo).get(address).status_code == 404
    assert till.browser(cleo).post(address, {"package": 1}).status_code == 404
    assert till.browser(ben).get(f"{SHOP}?agency=nobodys").status_code == 404
    assert Purchase.objects.count() == 0


def test_a_percentage_by_code(till, ben, code):
    code(percent=25)
    assert "SPRING is taken: 25 % off." in page(till, ben, "?code=spring")
    purchase = start(ben, code="spring")
    assert (purchase.discount_label, purchase.amount_minor) == ("SPRING, 25 % off", 225)
    assert Redemption.objects.get().state == "reserved"
    finish(till, ben, purchase)
    assert Redemption.objects.get().state == "used"
    assert_books_balance()


def test_a_code_with_connects_adds_to_the_best_discount(till, ben, code):
    code("EXTRA", connects=5)
    purchase = start(ben, code="EXTRA")
    assert (purchase.amount_minor, purchase.total_connects, purchase.discount) == (270, 25, "first")
    finish(till, ben, purchase)
    assert balance(ben) == 25
    assert ben.wallet.lots.get().granted == 25
    assert "5 Connects on top" in Mail.objects.get().text
    assert_books_balance()


def test_a_code_that_is_no_better_is_kept(till, ben, code):
    code(percent=5)
    assert "so your code is kept" in page(till, ben, "?code=SPRING")
    assert start(ben, code="SPRING").discount == "first"
    assert not Redemption.objects.exists()


def test_a_free_package_needs_no_payment(till, ben, code):
    code("GIFT", percent=100)
    purchase = start(ben, code="GIFT")
    assert purchase.amount_minor == 0
    finish(till, ben, purchase)
    assert purchase.payment_intent == ""
    lot = ben.wallet.lots.get()
    assert (balance(ben), lot.paid_minor, lot.source) == (20, None, "promo")
    assert (lot.opened_by.kind, lot.opened_by.reference, lot.opened_by.actor) == ("grant", purchase.reference, ben)
    assert "Nothing to pay" in till.browser(ben).get(purchase.get_absolute_url()).content.decode()
    assert_books_balance()


def test_a_free_package_is_not_credited_before_it_is_confirmed(till, ben, code):
    code("GIFT", percent=100)
    purchase = start(ben, code="GIFT")
    till.come_back(ben, purchase)
    purchase.refresh_from_db()
    assert (purchase.status, balance(ben)) == ("open", 0)
    assert_books_balance()


@pytest.mark.parametrize("name", ["NOPE", "no such", "é", "1;--"])
def test_an_unknown_code_is_refused_beside_its_field(till, ben, name):
    package = Package.objects.get(connects=20, region__currency="USD")
    answer = till.browser(ben).post(SHOP, {"package": package.pk, "code": name})
    assert answer.status_code == 400
    assert "There is no such code." in answer.content.decode()
    assert 'aria-describedby="code_error"' in answer.content.decode()
    assert Purchase.objects.count() == 0


@pytest.mark.parametrize("name", ["x" * 31, "\x00"])
def test_what_no_code_can_be_is_refused(till, ben, name):
    package = Package.objects.get(connects=20, region__currency="USD")
    assert till.browser(ben).post(SHOP, {"package": package.pk, "code": name}).status_code == 400
    assert till.browser(ben).get(SHOP, {"code": name}).status_code == 200
    assert Purchase.objects.count() == 0


def test_a_code_that_leaves_nearly_nothing_is_refused(till, ben, code):
    code(percent=90)
    with pytest.raises(errors.CodeRefused, match=r"less than \$0.50 would be left"):
        start(ben, 20, code="SPRING")
    assert start(ben, 40, code="SPRING").amount_minor == 60


def test_once_per_person(till, ben, cleo, code):
    code(percent=25)
    finish(till, ben, start(ben, code="SPRING"))
    with pytest.raises(errors.CodeRefused, match="can be used once by each person"):
        start(ben, code="SPRING")
    assert start(cleo, code="SPRING").amount_minor == 225


def test_a_code_moves_to_the_package_that_is_chosen_next(till, ben, code):
    code(percent=25)
    first, second = start(ben, 20, code="SPRING"), start(ben, 40, code="SPRING")
    first.refresh_from_db()
    assert (first.status, first.redemption.state) == ("expired", "released")
    assert second.redemption.state == "reserved"


def test_a_reserved_use_is_nobody_elses_until_it_is_released(till, ben, cleo, code):
    code(percent=25, limit_total=1)
    purchase = start(ben, code="SPRING")
    with pytest.raises(errors.CodeRefused, match="has been used up"):
        start(cleo, code="SPRING")
    checkout.cancel(purchase)
    assert start(cleo, code="SPRING").amount_minor == 225


def test_a_use_is_released_when_stripe_ends_the_checkout(till, ben, code):
    code(percent=25)
    purchase = start(ben, code="SPRING")
    till.stripe.control("expire", session=purchase.session_id)
    till.come_back(ben, purchase)
    assert Redemption.objects.get().state == "released"


def test_a_payment_that_fails_later_releases_the_use(till, ben, code):
    code(percent=25)
    purchase = start(ben, code="SPRING")
    till.pay(purchase, method="us_bank_account", account="failed")
    till.come_back(ben, purchase)
    assert Redemption.objects.get().state == "reserved"
    till.stripe.control("settle", session=purchase.session_id)
    till.come_back(ben, purchase)
    purchase.refresh_from_db()
    assert (purchase.status, Redemption.objects.get().state) == ("failed", "released")


def test_a_code_switched_off_meanwhile_does_not_touch_an_open_checkout(till, ben, olga, code):
    spring = code(percent=25)
    purchase = start(ben, code="SPRING")
    policies.change(spring, actor=olga, reason="Leaked", active=False)
    finish(till, ben, purchase)
    assert ben.wallet.lots.get().paid_minor == 225
    assert_books_balance()


def test_a_price_that_is_not_the_one_shown_starts_nothing(till, ben):
    package = Package.objects.get(connects=20, region__currency="USD")
    browser = till.browser(ben)
    answer = browser.post(SHOP, {"package": package.pk, f"shown_{package.pk}": "199"})
    assert "The price has changed since you opened this page." in browser.get(answer["Location"]).content.decode()
    assert Purchase.objects.count() == 0
    fine = browser.post(SHOP, {"package": package.pk, f"shown_{package.pk}": "270"})
    assert fine["Location"].startswith(till.stripe.url)


def test_applying_a_code_without_javascript_comes_back_with_it(till, ben, code):
    code(percent=25)
    package = Package.objects.get(connects=40, region__currency="USD")
    browser = till.browser(ben)
    answer = browser.post(SHOP, {"package": package.pk, "code": "SPRING", "apply": "1"})
    assert answer["Location"] == f"{SHOP}?package={package.pk}&code=SPRING"
    shown = browser.get(answer["Location"]).content.decode()
    assert "SPRING is taken" in shown
    assert f'value="{package.pk}" required checked' in shown
    assert Purchase.objects.count() == 0


def test_a_wallet_that_stripe_knows_buys_as_that_customer(till, ben):
    payer = stripe_gateway.Payer(ben.wallet.pk, "Ben", ben.email, ben.language)
    customer = stripe_gateway.create_customer(payer, idempotency_key="customer-ben")
    StripeCustomer.objects.create(wallet=ben.wallet, customer_id=customer)
    purchase = start(ben)
    session = json.loads(till.stripe.get(f"/v1/checkout/sessions/{purchase.session_id}", **KEY)[1])
    assert (session["customer"], session["customer_email"]) == (customer, None)
    finish(till, ben, purchase)
    assert balance(ben) == 20
    assert_books_balance()


def test_applying_a_code_beside_a_package_that_is_none_comes_back_without_it(till, ben, code):
    answer = till.browser(ben).post(
        SHOP + "?job=" + "9" * 9_000, {"package": "9" * 20_000, "code": "SPRING", "apply": "1"}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{SHOP}?code=SPRING")
