"""The notice centre and its settings: they fit, they read well aloud, and the switches work without JavaScript."""

import re

import pytest

from common import newsletter_links, preferences, unsubscribing
from common.kinds import KINDS
from common.telling import News, tell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Both widths and both schemes, each once.
WIDTHS = [(360, "dark"), (1440, "light")]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def path(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


@pytest.fixture
def told(ben) -> None:
    for number, kind in enumerate(KINDS):
        tell(
            News(ben, kind, f"test:{number}", f"News {number} of a {kind.replace('_', ' ')}, in a sentence.", "/jobs/")
        )


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_every_page_about_notices_fits_and_is_accessible(look, ben, told, accessibility_problems, width, scheme):
    page = look("/notifications/", width=width, scheme=scheme, person=ben)
    site = page.url.removesuffix("/notifications/")
    for address in (
        "/notifications/",
        "/notifications/?about=g0&unread=on",
        "/notifications/?about=job_expiring",
        "/settings/notifications/",
        "/newsletter/",
        path(unsubscribing.address(ben.pk, "message")),
        path(newsletter_links.address("newsletter_confirm", ben.email)),
        path(newsletter_links.address("newsletter_end", ben.email)),
    ):
        page.goto(site + address)
        assert accessibility_problems(page) == [], address
        assert fits(page), address


@pytest.mark.parametrize("script", [True, False])
def test_switches_are_set_with_and_without_javascript(look, ben, script):
    page = look("/settings/notifications/", person=ben, script=script)
    page.get_by_role("checkbox", name="Tell me of messages by mail").uncheck()
    page.get_by_role("checkbox", name="Tell me of sales, campaigns and codes by mail").check()
    page.get_by_role("radio", name="Together, once a day").check()
    page.get_by_label("What comes together comes at").select_option("07:00")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    wishes = preferences.of([ben.pk])
    assert not wishes.wants(ben, KINDS["message"], "mail")
    assert wishes.wants(ben, KINDS["message"], "site")
    assert wishes.wants(ben, KINDS["special_offer"], "mail")
    assert wishes.paces[ben.pk] == ("daily", 7)


def test_the_filter_finds_at_once_and_reading_all_stays_in_it(look, ben, told):
    page = look("/notifications/", person=ben)
    page.get_by_label("About").select_option("message")
    page.wait_for_url("**about=message**")
    page.get_by_text("of a interview").wait_for(state="detached")
    page.get_by_role("button", name="Mark all of these as read").click()
    page.wait_for_url("**about=message")
    assert page.locator(".notice--new").count() == 0
    page.get_by_label("About").select_option("")
    page.wait_for_url(lambda url: "about=message" not in url)
    page.locator(".notice--new").first.wait_for()


def test_one_click_in_a_mail_ends_such_mail(look, ben):
    page = look(path(unsubscribing.address(ben.pk, "message")))
    page.get_by_role("button", name="No more mail about messages").click()
    page.get_by_role("heading", name="No more of this mail").wait_for()
    assert not preferences.of([ben.pk]).wants(ben, KINDS["message"], "mail")
