"""What a receipt says of its buyer and of tax, and that it keeps saying it."""

import pytest

from billing.models import BillingDetails, Package, Purchase
from common.models import Mail
from tests.billing.conftest import balance
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db
DETAILS = "/settings/billing/"
ACME = {"company": "Acme GmbH", "tax_id": "DE123456789", "address": "Gasse 1\n10115 Berlin"}


def bought(till, person, count: int = 20) -> Purchase:
    purchase = till.buy(person, count)
    till.pay(purchase)
    till.come_back(person, purchase)
    purchase.refresh_from_db()
    return purchase


def receipt(till, person, purchase) -> str:
    return till.browser(person).get(purchase.get_absolute_url()).content.decode()


def test_the_buyers_company_is_on_receipts_from_then_on(till, ben):
    earlier = bought(till, ben)
    answer = till.browser(ben).post(DETAILS, ACME)
    assert answer["Location"] == DETAILS
    later = bought(till, ben)
    assert "Acme GmbH" not in receipt(till, ben, earlier)
    mail = Mail.objects.get(reference__startswith=f"receipt:purchase:{later.pk}:")
    for text in (receipt(till, ben, later), mail.text, mail.html):
        assert "Acme GmbH" in text
        assert "DE123456789" in text
    assert_books_balance()


def test_a_receipt_keeps_what_it_said(till, ben):
    till.browser(ben).post(DETAILS, ACME)
    purchase = bought(till, ben)
    till.browser(ben).post(DETAILS, {"company": "", "tax_id": "", "address": ""})
    assert "Acme GmbH" in receipt(till, ben, purchase)
    assert BillingDetails.objects.get().company == ""


def test_an_agency_has_details_of_its_own(till, ben, cleo, agency_of):
    agency = agency_of(ben)
    till.browser(ben).post(f"{DETAILS}?agency={agency.handle}", ACME)
    assert BillingDetails.objects.get().wallet == agency.wallet
    assert "Acme" not in till.browser(ben).get(DETAILS).content.decode()
    refused = till.browser(cleo).post(f"{DETAILS}?agency={agency.handle}", {"company": "Mine"})
    assert refused.status_code == 404
    assert BillingDetails.objects.get().company == "Acme GmbH"


def test_details_that_are_too_long_are_said(till, ben):
    assert till.browser(ben).post(DETAILS, ACME | {"tax_id": "x" * 41}).status_code == 400
    assert not BillingDetails.objects.exists()


def test_who_only_hires_is_told_that_there_is_no_wallet(till, ada):
    assert "You have no wallet yet" in till.browser(ada).get(DETAILS).content.decode()


def test_strangers_are_asked_to_log_in(client, db):
    assert client.get(DETAILS)["Location"].startswith("/accounts/login/")


def test_tax_is_contained_in_the_promised_amount_and_shown(till, person, settings):
    settings.STRIPE_TAX = True
    dana = person("Dana", freelancer=True, country="DE")
    package = Package.objects.get(region__currency="EUR", connects=100)
    assert "Any tax is contained in it." in till.browser(dana).get("/settings/connects/buy/").content.decode()
    till.browser(dana).post("/settings/connects/buy/", {"package": package.pk})
    purchase = Purchase.objects.get()
    till.pay(purchase, country="DE")
    till.come_back(dana, purchase)
    purchase.refresh_from_db()
    assert (purchase.status, purchase.mismatch, purchase.amount_minor) == ("paid", "", 1307)
    assert purchase.tax_minor == 209
    mail = Mail.objects.get(reference__startswith=f"receipt:purchase:{purchase.pk}:")
    for text in (receipt(till, dana, purchase), mail.text, mail.html):
        assert "2,09" in text
    assert balance(dana) == 100
    assert_books_balance()


def test_without_the_setting_no_tax_is_said(till, ben):
    purchase = bought(till, ben)
    assert purchase.tax_minor == 0
    assert "of tax" not in receipt(till, ben, purchase)


def test_a_receipt_can_be_printed(till, ben):
    assert "data-print" in receipt(till, ben, bought(till, ben))
