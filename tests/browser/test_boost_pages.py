"""Boosts in Chromium, as both sides: every width, both lights, and the whole way without JavaScript."""

import pytest

from proposals import services
from proposals.models import Boost
from talent import services as talent
from tests.books import assert_books_balance
from tests.proposals.boosts import bid, boost_of
from tests.proposals.conftest import LETTER, balance, endow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Both widths and both schemes, each once.
WIDTHS = [(360, "dark"), (1440, "light")]


@pytest.fixture
def ben(ben):
    endow(ben, 40)
    endow(ben, 6, lives_days=3)
    talent.open_profile(ben)
    return ben


@pytest.fixture
def sent(person, post):
    """Four people who have bid for a place, on a job of Ada's."""
    job = post(title="Illustrate a field guide to city birds")
    found = []
    for place, name in enumerate(("Dora", "Emil", "Fay", "Gus")):
        who = person(name, freelancer=True)
        endow(who, 40)
        talent.open_profile(who)
        proposal = services.submit(job, author=who, letter=LETTER, bid_minor=45_000, answers={}, boost=3 + place)
        found.append(proposal)
    return found


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def check(page, paths, accessibility_problems):
    site = "/".join(page.url.split("/")[:3])
    for path in paths:
        page.goto(site + path)
        assert accessibility_problems(page) == [], path
        assert fits(page), path


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_what_both_sides_see_fits_and_is_accessible(look, sent, ada, ben, accessibility_problems, width, scheme):
    job = sent[0].job
    services.view(sent[1], by=ada)
    page = look(f"/jobs/{job.pk}/apply/", width=width, scheme=scheme, person=ben)
    check(page, [f"/jobs/{job.pk}/apply/", f"/boosts/?job={job.pk}", "/boosts/"], accessibility_problems)
    mine = services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={}, boost=9)
    paths = [f"/proposals/{mine.pk}/", f"/proposals/{mine.pk}/boost/", f"/proposals/{mine.pk}/withdraw/"]
    check(page, [*paths, "/proposals/", "/settings/connects/"], accessibility_problems)
    hers = look(f"/jobs/{job.pk}/proposals/", width=width, scheme=scheme, person=ada)
    check(hers, [f"/jobs/{job.pk}/proposals/", f"/proposals/{sent[2].pk}/"], accessibility_problems)


def test_the_whole_way_of_a_boost_without_javascript(look, sent, ada, ben):
    job, lowest = sent[0].job, sent[0]
    page = look(f"/jobs/{job.pk}/apply/", person=ben, script=False)
    page.get_by_label("Cover letter").fill(LETTER)
    page.get_by_label("Your price for the whole job").fill("450")
    boost = page.get_by_label("Connects to bid for a place on top")
    boost.fill("3")
    page.get_by_role("button", name="Send proposal").click()
    page.get_by_text("That would not take a place now: bid 4 or more.").first.wait_for()
    assert page.get_by_label("Cover letter").input_value() == LETTER
    boost.fill("4")
    page.get_by_role("button", name="Send proposal").click()
    page.get_by_role("link", name="Raise the bid").click()
    assert boost_of(lowest) == ("returned", "outbid", False)
    page.get_by_label("Connects to bid").fill("8")
    page.get_by_role("button", name="Raise to this").click()
    page.get_by_text("Boost raised").wait_for()
    assert balance(ben) == 46 - 4 - 8
    hers = look(f"/jobs/{job.pk}/proposals/", person=ada, script=False)
    assert hers.locator(".listing__item").first.inner_text().startswith("B")
    assert hers.locator(".listing__item").first.get_by_text("Boosted").count() == 1
    hers.get_by_role("link", name="Sort without boosts").click()
    hers.get_by_role("link", name="Boosted on top").wait_for()
    hers.get_by_role("link", name="Ben", exact=True).click()
    hers.get_by_text("Boosted").first.wait_for()
    page.reload()
    page.get_by_text("It keeps its place.").wait_for()
    theirs = look("/notifications/", person=lowest.author, script=False)
    theirs.get_by_text("Outbid on").first.click()
    theirs.get_by_label("Connects to bid").fill("7")
    theirs.get_by_role("button", name="Hold this bid").click()
    theirs.get_by_text("is held: it is spent only if it counts").wait_for()
    assert Boost.objects.filter(proposal=lowest, placed=True).get().connects == 7
    bid(sent[1], 9)
    assert_books_balance()
