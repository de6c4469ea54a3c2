"""The pages of proposals in Chromium: every width, both lights, and the whole way of a proposal without JavaScript."""

import pytest

from connects import services as connects
from jobs import services as jobs
from proposals import services
from proposals.models import Contract, Proposal, State
from talent import services as talent
from tests.books import assert_books_balance
from tests.proposals.conftest import LETTER, endow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Both widths and both schemes, each once.
WIDTHS = [(360, "dark"), (1440, "light")]


@pytest.fixture
def ben(ben):
    endow(ben, 40)
    talent.open_profile(ben)
    return ben


@pytest.fixture
def asking(post):
    return post(title="Illustrate a field guide to city birds", questions=["Which birds have you drawn before?"])


@pytest.fixture
def sent(asking, ben, cleo):
    """Ben's proposal and Cleo's for one job."""
    endow(cleo, 40)
    answers = {"Which birds have you drawn before?": "Herons, mostly."}
    return [services.submit(asking, author=a, letter=LETTER, bid_minor=45_000, answers=answers) for a in (ben, cleo)]


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def check(page, paths, accessibility_problems):
    site = "/".join(page.url.split("/")[:3])
    for path in paths:
        page.goto(site + path)
        assert accessibility_problems(page) == [], path
        assert fits(page), path


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_what_freelancers_see_fits_and_is_accessible(
    look, post, sent, ada, ben, cleo, olga, accessibility_problems, width, scheme
):
    mine = sent[0]
    services.save_draft(post(title="A draft"), author=ben, letter="So far", bid="?", answers={})
    gone = post(title="Cancelled")
    refunded = services.submit(gone, author=ben, letter=LETTER, bid_minor=9_000, answers={})
    jobs.cancel(gone, by=ada, reason="The bakery has closed")
    draft = ben.proposal_drafts.get().job
    page = look("/proposals/", width=width, scheme=scheme, person=ben)
    paths = [
        f"/jobs/{draft.pk}/apply/",
        "/proposals/?tab=ended",
        "/proposals/?tab=drafts",
        f"/proposals/{mine.pk}/withdraw/",
        f"/proposals/{refunded.pk}/",
        "/market-rules/#cancelled-early",
    ]
    check(page, paths, accessibility_problems)


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_what_clients_see_fits_and_is_accessible(look, sent, ada, accessibility_problems, width, scheme):
    first, job = sent[0], sent[0].job
    page = look("/jobs/mine/", width=width, scheme=scheme, person=ada)
    paths = [
        f"/jobs/{job.pk}/proposals/",
        f"/jobs/{job.pk}/close/",
        *(f"/proposals/{first.pk}/{page}" for page in ("", "decline/", "offer/")),
    ]
    check(page, paths, accessibility_problems)


@pytest.mark.parametrize("script", [True, False])
def test_the_whole_way_of_a_proposal_with_and_without_javascript(look, asking, ada, ben, script):
    his = look(f"/jobs/{asking.pk}/", person=ben, script=script)
    his.get_by_role("link", name="Send proposal").click()
    his.get_by_label("Cover letter").fill(LETTER)
    his.get_by_label("Your price for the whole job").fill("a lot")
    his.get_by_role("button", name="Send proposal").click()
    his.get_by_text("Write an amount like 1,200.50.").wait_for()
    his.get_by_text("The client would like an answer to this.").wait_for()
    assert his.get_by_label("Cover letter").input_value() == LETTER
    his.get_by_label("Your price for the whole job").fill("$1,200")
    his.get_by_label("Which birds have you drawn before?").fill("Herons, mostly.")
    his.get_by_role("button", name="Send proposal").click()
    his.get_by_text(f"Your proposal for “{asking.title}” is sent.").wait_for()
    assert connects.balance_of(ben) == 36
    assert his.locator(".purse").get_attribute("data-balance") == "36"
    hers = look(f"/jobs/{asking.pk}/proposals/", person=ada, script=script)
    hers.get_by_role("button", name="Shortlist Ben").click()
    hers.get_by_text("Ben is on the short list.").wait_for()
    hers.get_by_role("link", name="Ben", exact=True).click()
    hers.get_by_role("link", name="Make an offer").click()
    hers.get_by_role("button", name="Make the offer").click()
    hers.get_by_text("The offer is with Ben.").wait_for()
    his.reload()
    his.get_by_role("link", name="Read and answer it").click()
    his.get_by_role("button", name="Accept the offer").click()
    his.get_by_text("Accepted: the contract has begun.").wait_for()
    assert Proposal.objects.get().state == State.HIRED
    assert Contract.objects.count() == 1
    assert_books_balance()


def test_the_count_under_the_letter_follows_the_typing(look, asking, ben):
    page = look(f"/jobs/{asking.pk}/apply/", person=ben)
    page.get_by_label("Cover letter").press_sequentially("Dear Ada")
    page.get_by_text("8 of 5,000 characters").wait_for()


@pytest.mark.parametrize("page_of", ["jobs", "job", "apply", "mine", "dashboard"])
def test_a_word_longer_than_the_phone_makes_no_page_wider(look, ben, post, page_of):
    job = post(title="W" * 120, description="D" * 2_000, questions=["Q" * 300])
    draft = {"letter": "L" * 2_000, "bid": "9" * 20, "answers": {}}
    services.save_draft(job, author=ben, **draft)
    paths = {"jobs": "/jobs/", "job": f"/jobs/{job.pk}/", "apply": f"/jobs/{job.pk}/apply/"}
    paths |= {"mine": "/proposals/?tab=drafts", "dashboard": "/"}
    page = look(paths[page_of], width=360, person=ben)
    assert "WWWW" in page.locator("main").inner_text()
    assert fits(page)
