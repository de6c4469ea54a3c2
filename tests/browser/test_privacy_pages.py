"""Privacy in Chromium: Ada, on a phone, looks at her data, reads what closing means, and closes the account."""

import pytest

from accounts.models import User
from proposals import services
from tests.books import assert_books_balance
from tests.browser.test_proposal_pages import check, fits
from tests.proposals.conftest import LETTER, endow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_ada_closes_her_account_on_a_phone(look, post, ada, ben, accessibility_problems):
    endow(ben, 40)
    for title in ("Draw a bakery sign", "Draw a tea label"):
        services.submit(post(title=title), author=ben, letter=LETTER, bid_minor=45_000, answers={})
    page = look("/help/", width=360, person=ada)
    check(page, ["/help/boosts/", "/terms/", "/privacy/", "/settings/privacy/"], accessibility_problems)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
        page.get_by_label("Password").fill("correct horse battery")
        page.get_by_role("button", name="Go on").click()
    assert download.value.suggested_filename == "guildhall-my-data.zip"
    page.goto(page.url.split("/accounts/")[0] + "/settings/privacy/")
    page.get_by_role("link", name="Close my account").click()
    page.get_by_text("Your 2 open jobs are cancelled: 2 proposals are refunded to the freelancers.").wait_for()
    assert accessibility_problems(page) == []
    assert fits(page)
    page.get_by_role("button", name="Close my account").click()
    page.get_by_text("Tick this if you want to close the account.").first.wait_for()
    page.get_by_label("I know that this cannot be undone").check()
    page.get_by_role("button", name="Close my account").click()
    page.get_by_role("heading", name="Your account is closed").wait_for()
    assert accessibility_problems(page) == []
    assert not User.objects.get(pk=ada.pk).is_active
    assert_books_balance()
