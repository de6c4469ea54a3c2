"""The front page and the first steps, as somebody new meets them; and what a request that fails says."""

import pytest

from talent.services import open_profile
from tests.proposals.conftest import endow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Both widths and both schemes, each once.
WIDTHS = [(360, "dark"), (1440, "light")]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_the_front_page_and_the_first_steps_fit_and_are_accessible(
    look, ben, job, accessibility_problems, width, scheme
):
    open_profile(ben)
    for person in (None, ben, job.client):
        page = look("/", width=width, scheme=scheme, person=person)
        assert accessibility_problems(page) == []
        assert fits(page)


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_the_week_at_a_glance_fits_and_is_accessible(look, olga, accessibility_problems, width, scheme):
    page = look("/admin/", width=width, scheme=scheme, person=olga)
    assert accessibility_problems(page, ".glance") == []
    assert fits(page)
    assert not page.locator(".app-connects").is_visible()
    page.get_by_text("All lists").click()
    page.locator(".app-connects").wait_for()


def test_a_price_is_worked_out_as_one_chooses(look, job):
    page = look("/")
    total = page.locator("#tried tfoot")
    assert "8" in total.inner_text()
    page.get_by_label("Level").select_option("Entry")
    page.locator("#tried tfoot", has_text="6").wait_for()
    page.get_by_label("In a category in demand").check()
    page.locator("#tried tfoot", has_text="7").wait_for()
    assert page.url.endswith("/")


def test_without_javascript_the_buttons_do_the_same(look, job):
    page = look("/", script=False)
    page.get_by_label("Your bid").fill("2")
    page.get_by_role("button", name="See what it would do").click()
    assert "bid=2" in page.url
    assert page.locator("#bidden").get_by_text("takes no place").is_visible()


def test_somebody_new_follows_the_first_steps_to_a_profile(look, ben):
    endow(ben, 40)
    page = look("/", person=ben)
    page.get_by_role("link", name="Go on with your profile").click()
    page.get_by_role("heading", name="Profile", level=1).wait_for()
    page.go_back()
    page.get_by_role("button", name="Hide this list").click()
    page.get_by_role("heading", name="Your proposals").wait_for()
    assert page.get_by_text("Your first steps").count() == 0


def test_a_request_that_fails_says_so_and_can_be_asked_again(look, job, accessibility_problems):
    page = look("/", width=360, scheme="dark", refused=503)
    page.route("**/?*level=*", lambda route: route.fulfill(status=503, body="Gone for a moment"))
    page.get_by_label("Level").select_option("Entry")
    said = page.locator("#toasts").get_by_text("Nothing on this page has changed.")
    said.wait_for()
    assert accessibility_problems(page, "#toasts") == []
    page.unroute("**/?*level=*")
    page.get_by_role("button", name="Try again").click()
    page.locator("#tried tfoot", has_text="6").wait_for()
    assert said.count() == 0


def test_the_front_page_asks_nobody_else(look, job, live_server):
    page = look("/")
    page.wait_for_load_state("networkidle")
    asked = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    assert len(asked) > 5
    assert [each for each in asked if not each.startswith(live_server.url)] == []
