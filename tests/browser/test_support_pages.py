"""Support in Chromium, as both sides: from a line of history to the refund and the notice; widths and lights."""

import pytest

from connects import services as connects
from jobs import services as jobs
from proposals import services
from support import asking, deciding, lines
from support.models import Ticket
from talent import services as talent
from tests.books import assert_books_balance
from tests.browser.test_proposal_pages import WIDTHS, check, fits
from tests.proposals.conftest import LETTER, endow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ben(ben):
    endow(ben, 40)
    talent.open_profile(ben)
    return ben


@pytest.fixture
def sent(post, ben):
    """Ben's proposal, which he withdrew: by the rules nothing comes back."""
    asking_for = post(title="Illustrate a field guide to city birds")
    made = services.submit(asking_for, author=ben, letter=LETTER, bid_minor=45_000, answers={})
    services.withdraw(made, by=ben)
    return made


@pytest.fixture
def line(sent):
    return lines.find(sent.wallet_id, sent.wallet.transactions.get(reference=sent.reference).pk)


@pytest.mark.parametrize("script", [True, False])
def test_from_the_line_to_the_refund_and_the_notice(look, sent, ben, olga, script):
    his = look("/settings/connects/history/", person=ben, script=script)
    row = his.get_by_role("row").filter(has_text="city birds")
    row.get_by_role("link", name="Wrong? Ask support about").click()
    his.get_by_role("heading", name="By the market rules, nothing comes back").wait_for()
    his.get_by_role("link", name="The freelancer withdraws, whatever the reason").wait_for()
    his.get_by_label("A refund is missing").check()
    his.get_by_label("What should we know?").fill("The client asked me to withdraw.")
    his.get_by_role("button", name="Open a ticket").click()
    his.get_by_text("A person reads it, and you are told of the answer.").first.wait_for()
    ticket = Ticket.objects.get()
    hers = look(f"/admin/support/ticket/{ticket.pk}/change/", person=olga)
    hers.get_by_text("The client asked me to withdraw.").wait_for()
    hers.get_by_text("The proposal was withdrawn.").first.wait_for()
    hers.get_by_text(LETTER).wait_for()
    hers.get_by_role("link", name="Refund 4 Connects").first.click()
    hers.get_by_label("Reason").fill("The client confirms it.")
    hers.get_by_label("What the person reads").fill("Quite right. Good luck with the next one.")
    hers.get_by_role("button", name="Refund 4 Connects").click()
    hers.get_by_text("4 Connects are back in the wallet").wait_for()
    his.goto(his.url.split("/settings/")[0] + "/notifications/")
    his.get_by_text("Support gave 4 Connects back").first.wait_for()
    his.goto(his.url.split("/notifications/")[0] + "/settings/connects/history/")
    line = his.get_by_role("row").filter(has_text=f"Refunded by support: ticket {ticket.pk}")
    assert "The client confirms it." in line.inner_text()
    line.get_by_role("link", name="Refunded by support").first.click()
    his.get_by_text("Quite right. Good luck with the next one.").wait_for()
    assert connects.balance_of(ben) == 40
    assert_books_balance()


@pytest.mark.parametrize("script", [True, False])
def test_writing_closing_and_opening_again(look, line, ben, olga, script):
    ticket, _ = asking.open_ticket(line, by=ben, kind="other", text="Which rule was that?")
    deciding.answer(ticket, by=olga, text="The one linked beside this.")
    page = look("/settings/support/", person=ben, script=script)
    page.get_by_role("link", name="Proposal: Illustrate").click()
    page.get_by_text("The one linked beside this.").wait_for()
    page.get_by_role("button", name="It is settled: close the ticket").click()
    page.get_by_text("Write here if it is not settled after all").wait_for()
    page.get_by_label("Your message").fill("One more thing.")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("It is our turn").wait_for()
    ticket.refresh_from_db()
    assert ticket.state == "open"


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_the_pages_fit_and_are_accessible(
    look, post, line, sent, ada, ben, olga, accessibility_problems, width, scheme
):
    ticket, _ = asking.open_ticket(line, by=ben, kind="missing", text="W" * 200 + "\nand a second line")
    deciding.refund(ticket, by=olga, why="Fair", text="Here you are.")
    other = services.submit(post(title="W" * 110), author=ben, letter=LETTER, bid_minor=9_000, answers={})
    jobs.cancel(other.job, by=ada, reason="The bakery has closed")
    spend = sent.wallet.transactions.get(reference=other.reference)
    asking.open_ticket(lines.find(sent.wallet_id, spend.pk), by=ben, kind="amount", text="Why so many?")
    grant = sent.wallet.transactions.get(kind="grant")
    page = look("/settings/support/", width=width, scheme=scheme, person=ben)
    paths = [
        *("/settings/support/", "/settings/connects/history/", f"/settings/connects/transactions/{spend.pk}/"),
        *(f"/settings/support/{each.pk}/" for each in Ticket.objects.all()),
        f"/settings/connects/transactions/{line.number}/support/",
        f"/settings/connects/transactions/{grant.pk}/support/",
    ]
    check(page, paths, accessibility_problems)


@pytest.mark.parametrize("width", [360, 1440])
def test_the_desk_fits(look, line, ben, olga, width):
    ticket, _ = asking.open_ticket(line, by=ben, kind="missing", text="W" * 300)
    page = look("/admin/support/ticket/", width=width, person=olga)
    assert fits(page)
    for tail in ("change", "refund", "answer", "close"):
        page.goto(f"{page.url.split('/admin/')[0]}/admin/support/ticket/{ticket.pk}/{tail}/")
        assert fits(page), tail
