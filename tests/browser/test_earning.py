"""Earning in a browser: whatever somebody earns Connects by, they see it in the wallet, and in its history why.

Codes and invitations have stories of their own (test_redeem, test_invitations).
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from billing.campaigns import acts
from billing.models import Campaign
from common import clock, sweeps
from common.time_travel import a_month_after, travel
from talent import services as talent
from talent.models import Attempt
from talent.photos import clean_photo
from tests.books import assert_books_balance
from tests.browser.test_buying import till  # noqa: F401 - a fixture
from tests.browser.test_certification_pages import choose
from tests.browser.test_memberships import subscribe
from tests.talent.conftest import certify, make_complete, photos, picture, sums  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def purse(live_server):
    """What somebody sees of their wallet: `purse(page)`."""

    def of(page) -> Purse:
        return Purse(page, live_server.url)

    return of


class Purse:
    """The pages of one's wallet, read as they are shown."""

    def __init__(self, page, site: str) -> None:
        self.page, self.site = page, site

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def balance(self) -> int:
        self.go("/settings/connects/")
        return int(re.sub(r"\D", "", self.page.locator(".stat__value").first.inner_text()))

    def line(self, words: str):
        """The one line of the history that says this."""
        self.go("/settings/connects/history/")
        rows = self.page.locator("#movements tbody tr")
        assert rows.filter(has_text=words).count() == 1, rows.all_inner_texts()
        return rows.filter(has_text=words)

    def brought(self, words: str) -> str:
        """`+10`, without the unit that stands beside it for narrow pages and ears."""
        return self.line(words).locator(".history__amount").inner_text().split()[0]

    def unread(self) -> str:
        return self.page.locator(".bell").get_attribute("aria-label")

    def read(self, words: str) -> None:
        """From the bell to the notice, and where it leads."""
        self.page.locator(".bell").click()
        self.page.get_by_role("main").get_by_role("link", name=words).click()
        self.page.wait_for_url(lambda url: "/notifications/" not in url)


def test_a_certification(look, purse, sums, ben):  # noqa: F811 - the fixture of this name
    page = look("/settings/connects/earn/", person=ben)
    page.get_by_text("Get certified: Sums").first.wait_for()
    page.goto(page.url.replace("/settings/connects/earn/", "/certifications/sums/"))
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/tests/*/")
    choose(page, Attempt.objects.get(), range(15))
    page.get_by_text("15 of 15 answered").wait_for()
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("heading", name="You have passed").wait_for()
    assert "+10 Connects" in " ".join(page.get_by_role("main").inner_text().split())

    mine = purse(page)
    assert mine.balance() == 10
    assert mine.brought("Certified: Sums") == "+10"
    mine.line("Certified: Sums").get_by_role("link", name="Certified: Sums", exact=True).click()
    page.wait_for_url("**/certifications/sums/")
    page.get_by_role("heading", name="Sums").first.wait_for()
    assert_books_balance()


def test_the_badge_rising_talent(look, purse, photos, ben):  # noqa: F811 - the fixture of this name
    profile = talent.open_profile(ben)
    make_complete(profile)
    upload = picture()
    talent.set_photo(profile, clean_photo(upload, size=upload.size))
    talent.count_finished_contract(ben)
    page = look("/settings/connects/earn/", person=ben)
    page.get_by_text("the badge comes with tonight's check").wait_for()
    assert sweeps.named("talent.rising_talent").run(clock.now()) == 1

    page.reload()
    mine = purse(page)
    assert mine.unread() == "Notices: 1 unread"
    mine.read("You are a Rising Talent. 30 Connects are in your wallet.")
    page.get_by_text("Rising Talent").first.wait_for()
    assert mine.balance() == 30
    assert mine.brought("Rising Talent") == "+30"
    assert_books_balance()


def test_a_campaign_from_its_draft_to_the_wallet(look, purse, ben, olga):
    write_and_send(look(reverse("admin:billing_campaign_add"), person=olga))
    campaign = Campaign.objects.get()
    assert (campaign.connects, campaign.expected, campaign.started_by) == (20, 1, olga)
    sweeps.named(acts.SWEEP).run(clock.now())

    page = look("/", person=ben)
    mine = purse(page)
    assert mine.unread() == "Notices: 1 unread"
    mine.read("Spring thanks: Thank you for being here. 20 Connects are in your wallet, for 90 days.")
    page.wait_for_url("**/settings/connects/")
    assert mine.unread() == "Notices"
    assert mine.balance() == 20
    assert mine.brought("Campaign: Spring thanks") == "+20"

    desk = look(reverse("admin:billing_campaign_results", args=[campaign.pk]), person=olga)
    given = desk.get_by_role("row", name="Connects given, to 1 wallet")
    assert given.get_by_role("cell").inner_text() == "20"
    assert_books_balance()


def write_and_send(page) -> None:
    """As an operator does it: written, saved, looked at with its count, sent."""
    for name, words in {
        "name": "Spring thanks",
        "message": "Thank you for being here.",
        "connects": "20",
        "lives_days": "90",
        "reason": "As every spring",
    }.items():
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=kind]").select_option("grant")
    page.get_by_role("button", name="Save and continue editing").click()
    page.locator("a[href$='/send/']").first.click()
    page.get_by_role("heading", name="1 person").wait_for()
    assert "20 Connects are in your wallet, for 90 days." in page.locator("#content").inner_text()
    page.get_by_label("Reason").fill("The first of spring")
    page.get_by_role("button", name="Send to 1 person").click()
    page.get_by_text("It is on its way to 1 person.").wait_for()


def test_the_perk_of_a_month(look, purse, ben):
    page = look("/settings/connects/", person=ben)
    mine = purse(page)
    assert mine.balance() == 0
    page.get_by_text("10 Connects").first.wait_for()
    travel(a_month_after(clock.now()) + timedelta(hours=1))

    assert mine.balance() == 10
    assert mine.brought("Monthly") == "+10"
    assert_books_balance()


def test_plus_and_its_welcome(look, purse, till, ben):  # noqa: F811 - the fixture of this name
    page = look("/settings/membership/", person=ben)
    subscribe(page, "Freelancer Plus")
    mine = purse(page)
    assert mine.balance() == 100 + 20
    assert mine.brought("Monthly allowance") == "+100"
    assert mine.brought("Membership welcome bonus") == "+20"
    assert_books_balance()
