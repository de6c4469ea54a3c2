"""From an offer to the reviews in Chromium, as both sides; and somebody who is invited applies for nothing."""

import pytest

from connects import services as connects
from proposals import services
from proposals.models import Contract, Offer, Proposal, Review
from talent import services as talent
from tests.books import assert_books_balance
from tests.hires import hire, terms
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
def sent(job, ben):
    return services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={})


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def check(page, paths, accessibility_problems):
    site = "/".join(page.url.split("/")[:3])
    for path in paths:
        page.goto(site + path)
        assert accessibility_problems(page) == [], path
        assert fits(page), path


@pytest.mark.parametrize("script", [True, False])
def test_from_the_offer_to_the_reviews_as_both_sides(look, sent, ada, ben, script):
    hers = look(f"/proposals/{sent.pk}/", person=ada, script=script)
    hers.get_by_role("link", name="Make an offer").click()
    hers.get_by_text("From the offer on that is over").wait_for()
    hers.get_by_label("What you offer").fill("A logo in three drafts")
    hers.get_by_role("button", name="Make the offer").click()
    hers.get_by_text("The offer is with Ben.").wait_for()

    his = look(f"/offers/{Offer.objects.get().pk}/", person=ben, script=script)
    his.get_by_text("there is no escrow").wait_for()
    his.get_by_text("do not come back when the client closes the job").wait_for()
    his.get_by_role("button", name="Accept the offer").click()
    his.get_by_text("Accepted: the contract has begun.").wait_for()
    his.get_by_role("link", name="See the contract").click()
    his.get_by_role("button", name="The work is done").click()
    his.get_by_text("The client is asked to mark it finished.").first.wait_for()

    contract = Contract.objects.get()
    hers.goto(hers.url.split("/offers/")[0] + contract.get_absolute_url())
    hers.get_by_role("link", name="Mark as finished").click()
    hers.get_by_role("button", name="Mark as finished").click()
    hers.get_by_role("link", name="Write a review").click()
    hers.get_by_label("5 of 5: again at any time").check()
    hers.get_by_label("In your words").fill("Clear and quick.")
    hers.get_by_role("button", name="Keep the review").click()
    hers.get_by_text("Your review is kept.", exact=True).wait_for()

    his.reload()
    assert his.get_by_text("Clear and quick.").count() == 0
    his.get_by_role("link", name="Write a review").click()
    his.get_by_label("4 of 5: good").check()
    his.get_by_label("In your words").fill("Knew what was wanted.")
    his.get_by_role("button", name="Keep the review").click()
    his.get_by_text("Clear and quick.").wait_for()
    assert Review.objects.filter(shown_at__isnull=False).count() == 2
    his.goto(his.url.split("/contracts/")[0] + ben.freelancer_profile.get_absolute_url())
    his.get_by_text("5.0 of 5").first.wait_for()
    assert_books_balance()


def test_somebody_invited_applies_for_nothing(look, job, ada, ben):
    hers = look(ben.freelancer_profile.get_absolute_url(), person=ada)
    hers.get_by_role("link", name="Invite to a job").click()
    hers.get_by_label("Job").select_option(str(job.pk))
    hers.get_by_label("A word to go with it").fill("Your birds are lovely.")
    hers.get_by_role("button", name="Send the invitation").click()
    hers.get_by_text("Ben is invited to").wait_for()

    his = look("/invitations/", person=ben)
    his.get_by_role("link", name=job.title, exact=True).click()
    his.get_by_text("You are invited: this proposal costs 0 Connects").wait_for()
    his.get_by_role("link", name="Send proposal").click()
    his.get_by_label("Cover letter").fill(LETTER)
    his.get_by_label("Your price for the whole job").fill("450")
    his.get_by_role("button", name="Send proposal").click()
    his.get_by_text("is sent.").wait_for()
    assert his.locator(".purse").get_attribute("data-balance") == "40"
    assert (Proposal.objects.get().paid, connects.balance_of(ben)) == (0, 40)
    assert_books_balance()


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_every_page_fits_and_is_accessible(look, post, sent, ada, ben, cleo, accessibility_problems, width, scheme):
    talent.open_profile(cleo)
    endow(cleo, 20)
    waiting, other = post(title="Waiting " + "W" * 100), post(title="Other")
    invitation = services.invite(waiting, person=ben, by=ada, message="Please " * 60)
    services.invite(waiting, person=cleo, by=ada)
    offer = services.offer(sent, terms(sent, message="M" * 300), by=ada)
    theirs = services.submit(other, author=cleo, letter=LETTER, bid_minor=45_000, answers={})
    running = hire(services.submit(other, author=ben, letter=LETTER, bid_minor=45_000, answers={}), by=ada)
    over = hire(theirs, by=ada)
    services.finish(over, by=ada)
    services.review(over, by=ada, stars=4, text="Good")
    his = look("/contracts/", width=width, scheme=scheme, person=ben)
    paths = [
        "/contracts/",
        running.get_absolute_url(),
        f"/contracts/{running.pk}/end/",
        offer.get_absolute_url(),
        f"/offers/{offer.pk}/decline/",
        "/invitations/",
        f"/invitations/{invitation.pk}/decline/",
        waiting.get_absolute_url(),
        f"/jobs/{waiting.pk}/apply/",
    ]
    check(his, paths, accessibility_problems)
    hers = look("/contracts/", width=width, scheme=scheme, person=ada)
    paths = [
        offer.get_absolute_url(),
        f"/proposals/{sent.pk}/",
        f"/jobs/{waiting.pk}/offer/{cleo.freelancer_profile.handle}/",
        f"/jobs/{waiting.pk}/invitations/",
        waiting.get_absolute_url(),
        f"/talent/{cleo.freelancer_profile.handle}/invite/",
        "/contracts/?tab=over",
        over.get_absolute_url(),
        f"/contracts/{over.pk}/review/",
        f"/contracts/{running.pk}/finish/",
    ]
    check(hers, paths, accessibility_problems)
    hers = look(cleo.freelancer_profile.get_absolute_url(), width=width, scheme=scheme, person=ada)
    check(hers, [cleo.freelancer_profile.get_absolute_url()], accessibility_problems)
