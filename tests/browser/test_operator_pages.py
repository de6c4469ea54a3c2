"""Operators at a browser: pages of payments on a phone, and money back from the form to what its buyer sees."""

import pytest
from django.db.models import Model
from django.urls import reverse

from billing.models import Invoice, Purchase, Refund, StripeEvent
from common.admin import change_url
from tests.billing.conftest import Till, balance
from tests.books import assert_books_balance
from tests.browser.test_buying import till  # noqa: F401 - a fixture
from tests.memberships.conftest import Desk
from tests.money_back.counter import give_back, paid, refunds_at_stripe, spent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def rows_of_payments(till: Till, person, operator) -> list[Model]:  # noqa: F811 - the fixture of this name
    """A purchase with a refund, a membership with its invoice, and an event, with ids as long as Stripe's."""
    purchase = paid(till, person)
    refund = give_back(purchase, 100, by=operator)
    membership = Desk(till).join(person)
    assert till.webhook(till.events(purchase, "completed")[0]).status_code == 200
    return [purchase, refund, membership, Invoice.objects.get(), StripeEvent.objects.get()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_payments_fit_a_phone(look, till, ben, olga, scheme):  # noqa: F811 - the fixture of this name
    for row in rows_of_payments(till, ben, olga):
        page = look(change_url(row), width=360, scheme=scheme, person=olga)
        page.get_by_role("heading", name=str(row)).first.wait_for()
        assert fits(page), change_url(row)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_a_part_goes_back_as_it_was_shown_and_its_buyer_sees_it(
    look,
    till,  # noqa: F811 - the fixture of this name
    ben,
    olga,
    accessibility_problems,
    width,
    scheme,
):
    purchase = paid(till, ben)
    spent(ben, 16)
    page = look(change_url(purchase), width=width, scheme=scheme, person=olga)
    open_the_form(page, purchase)

    page.get_by_label("Amount").fill("1.00")
    page.get_by_role("button", name="Show what it does").click()
    page.get_by_role("heading", name="Giving back $1.00 now does this").wait_for()
    effect = page.locator("#effect").inner_text()
    assert "4 unspent Connects are revoked." in effect
    assert "3 were spent already and become a debt, which later free Connects pay first." in effect
    assert Refund.objects.count() == 0
    assert_form_is_in_order(page, accessibility_problems)

    page.get_by_label("Reason").fill("Bought one package too many")
    page.get_by_role("button", name="Give back $1.00").click()
    page.get_by_text(f"$1.00 of {purchase.number} is on its way back.").wait_for()
    assert refunds_at_stripe(till, purchase) == [100]
    assert balance(ben) == 0

    page = look(purchase.get_absolute_url(), width=width, scheme=scheme, person=ben)
    receipt = page.get_by_role("main").inner_text()
    assert "Of it $1.00 went back to you." in receipt
    assert "Bought one package too many" in receipt
    assert accessibility_problems(page) == []
    assert fits(page)
    assert_books_balance()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_wrong_in_the_form_is_said_beside_it(
    look,
    till,  # noqa: F811 - the fixture of this name
    ben,
    olga,
    accessibility_problems,
    scheme,
):
    purchase = paid(till, ben)
    page = look(change_url(purchase), width=360, scheme=scheme, person=olga)
    open_the_form(page, purchase)
    page.get_by_label("Amount").fill("300")
    page.get_by_role("button", name="Give back").click()
    page.get_by_text("More than nothing and at most $3.00").wait_for()
    page.get_by_text("This field is required").wait_for()
    assert_form_is_in_order(page, accessibility_problems)
    assert (balance(ben), Refund.objects.count()) == (20, 0)
    assert_books_balance()


def open_the_form(page, purchase: Purchase) -> None:
    """Press Refund on the payment's page; on a phone it is behind the dots."""
    refund = page.locator(f"a[href='{reverse('admin:billing_purchase_refund', args=[purchase.pk])}']").first
    if not refund.is_visible():
        page.get_by_text("more_horiz").first.click()
    refund.click()
    page.get_by_role("button", name="Show what it does").wait_for()


def assert_form_is_in_order(page, problems) -> None:
    assert fits(page)
    # The skin around the form is not ours.
    assert problems(page, part="#content form") == []
