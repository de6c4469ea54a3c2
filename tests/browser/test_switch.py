"""A switch of the refund matrix in Chromium: flipped with a reason, read on the public page, in force from then on."""

from datetime import timedelta

import pytest

from common import clock
from proposals import services, settlement
from proposals.models import Proposal, RefundRule
from talent import services as talent
from tests.books import assert_books_balance
from tests.browser.test_proposal_pages import fits
from tests.proposals.conftest import LETTER, balance, endow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CELL = "#cancelled-early"


@pytest.fixture
def cleo(cleo):
    endow(cleo, 40)
    talent.open_profile(cleo)
    return cleo


def test_a_switch_changes_the_public_page_and_the_next_proposal_and_no_earlier_one(look, job, ada, ben, cleo, olga):
    endow(ben, 40)
    early = services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={})
    rules = look("/market-rules/")
    assert rules.locator("tr#cancelled td").first.inner_text() == "Refunded"

    desk = come_in(look, olga)
    flip(desk, RefundRule.objects.get(outcome="cancelled", column="early"))

    rules.reload()
    assert rules.locator("tr#cancelled td").first.inner_text() == "Not refunded"
    rules.get_by_text("These rules hold since").wait_for()
    late = apply(look(f"/jobs/{job.pk}/", person=cleo), cleo)
    cancel(look(f"/jobs/{job.pk}/close/", person=ada))
    his = look(f"/proposals/{early.pk}/", person=ben, width=360)
    hers = look(f"/proposals/{late.pk}/", person=cleo, width=360)
    assert "Refund pending" in his.locator("main").inner_text()
    assert "Refund pending" not in hers.locator("main").inner_text()
    with clock.at(clock.now() + timedelta(hours=24)):
        assert settlement.settle_due(clock.now()) == 1
    his.reload()
    his.get_by_text("Refunded").first.wait_for()
    assert (balance(ben), balance(cleo)) == (40, 36)
    # Each reads the rules that its own proposal was sent under.
    his.goto(f"{origin(his)}/market-rules/?version={early.refund_policy_id}{CELL}")
    his.get_by_text("These are not today's rules").wait_for()
    assert his.locator("tr#cancelled td").first.inner_text() == "Refunded"
    assert fits(his)
    assert fits(hers)
    assert_books_balance()


def come_in(look, olga):
    """Through the log-in page, as an operator does."""
    page = look("/admin/")
    page.get_by_label("E-mail").fill(olga.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/admin/")
    return page


def flip(desk, rule) -> None:
    """Without a reason nothing is changed; with one it is."""
    desk.goto(f"{origin(desk)}/admin/proposals/refundrule/")
    desk.goto(f"{origin(desk)}/admin/proposals/refundrule/{rule.pk}/change/")
    desk.get_by_label("Refunded").uncheck()
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("This field is required").first.wait_for()
    assert RefundRule.objects.get(pk=rule.pk).refunded
    desk.get_by_label("Reason").fill("Too many jobs are cancelled after a day")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("was changed successfully").first.wait_for()
    assert not RefundRule.objects.get(pk=rule.pk).refunded


def apply(page, author) -> Proposal:
    page.get_by_role("link", name="Send proposal").click()
    page.get_by_label("Cover letter").fill(LETTER)
    page.get_by_label("Your price for the whole job").fill("450")
    page.get_by_role("button", name="Send proposal").click()
    page.get_by_text("is sent.").first.wait_for()
    return Proposal.objects.get(author=author)


def cancel(page) -> None:
    page.locator("input[name='end'], input[name='why'], main input[type='radio']").first.check()
    page.get_by_role("button", name="Close job").click()
    page.wait_for_url(lambda url: "/close/" not in url)


def origin(page) -> str:
    return "/".join(page.url.split("/")[:3])
