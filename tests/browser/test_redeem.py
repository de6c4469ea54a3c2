"""Redeeming a code in a browser: it fits, it reads well aloud, and it works by keyboard and without script."""

from datetime import timedelta

import pytest

from billing.models import PromoCode
from common import clock
from connects import services as connects
from tests.books import assert_books_balance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/settings/connects/redeem/"


@pytest.fixture
def gift(live_server) -> PromoCode:
    yesterday = clock.now() - timedelta(days=1)
    return PromoCode.objects.create(code="GIFT", connects=5, without_purchase=True, lives_days=60, starts_at=yesterday)


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_the_page_fits_and_is_accessible(look, gift, ben, accessibility_problems, width, scheme):
    page = look("/settings/connects/earn/", width=width, scheme=scheme, person=ben)
    assert accessibility_problems(page) == []
    page.get_by_role("link", name="Redeem a code").click()
    page.get_by_role("heading", name="Redeem a code").wait_for()
    assert accessibility_problems(page) == []
    assert fits(page)


@pytest.mark.parametrize("script", [True, False])
def test_a_code_is_typed_and_its_connects_are_there(look, gift, ben, script):
    page = look(PAGE, width=360, person=ben, script=script)
    page.get_by_label("Code").fill("gift")
    page.keyboard.press("Enter")
    page.get_by_text("5 Connects with GIFT are in your wallet").wait_for()
    assert page.url.endswith("/settings/connects/")
    assert connects.balance_of(ben) == 5
    assert_books_balance()


def test_the_buy_page_leads_to_it(look, gift, ben):
    page = look("/settings/connects/buy/?code=gift", width=360, person=ben)
    page.get_by_role("link", name="Redeem GIFT").click()
    page.get_by_role("button", name="Redeem").click()
    page.get_by_text("5 Connects with GIFT are in your wallet").wait_for()
    assert connects.balance_of(ben) == 5
