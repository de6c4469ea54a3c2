"""Connects, notices and the demo's own pages in a browser: seen, filtered, opened, and followed out of a mail."""

from datetime import datetime, timedelta

import pytest

from common import clock, delivery, mail, notices
from connects import services
from connects.models import Lot, Source, Transaction
from tests.books import assert_books_balance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LETTER = (
    "<!doctype html><html><head><title>Hi</title></head><body><a href='{url}/pricing/'>See prices</a></body></html>"
)


@pytest.fixture
def story(ben, live_server):
    """Two lots, one about to expire, a spend from both, a refund, notices and a mail."""
    wallet, now = services.wallet_of(ben).pk, clock.now()
    services.grant(wallet, 10, source=Source.PERK, expires_at=now + timedelta(days=9), reference="test:1")
    services.grant(wallet, 40, source=Source.JOINING, expires_at=now + timedelta(days=300), reference="test:2")
    services.spend(wallet, 14, reference="proposal:1", cause="proposal:1")
    services.refund("proposal:1", reference="refund:proposal:1", cause="proposal:1", reason="The client cancelled.")
    notices.give(ben, kind="refunded", text="14 Connects came back.", link="/settings/connects/", reference="1")
    letter = LETTER.format(url=live_server.url)
    mail.queue_written(ben.email, subject="Prices", text=f"{live_server.url}/pricing/", html=letter)
    delivery.send_due()


@pytest.fixture
def pages(story, ben, olga):
    lot, spend = Lot.objects.order_by("id")[0], Transaction.objects.get(kind="spend")
    return {
        "/settings/connects/": ben,
        "/settings/connects/history/": ben,
        f"/settings/connects/lots/{lot.pk}/": ben,
        f"/settings/connects/transactions/{spend.pk}/": ben,
        "/notifications/": ben,
        "/demo/mail/": ben,
        f"/demo/mail/{mail.Mail.objects.get().pk}/": ben,
        "/demo/clock/": olga,
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_are_accessible_and_fit(look, accessibility_problems, pages, width, scheme):
    for path, person in pages.items():
        page = look(path, width=width, scheme=scheme, person=person)
        assert (path, accessibility_problems(page)) == (path, [])
        assert page.evaluate("document.body.scrollWidth <= window.innerWidth"), path


@pytest.mark.parametrize("script", [True, False])
def test_history_is_filtered_and_opened_down_to_the_lot(look, story, ben, script):
    page = look("/settings/connects/history/", person=ben, script=script)
    page.get_by_label("Status").select_option("Spent")
    if not script:
        page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Without these filters").wait_for()
    assert page.locator("tbody tr").count() == 1
    assert "status=spend" in page.url
    page.get_by_role("link", name="Lots of").click()
    page.get_by_role("heading", name="The lots that paid").wait_for()
    page.get_by_role("link", name="Monthly perk").click()
    page.get_by_text("Left of 10").wait_for()
    page.get_by_role("link", name="Connects given back").click()
    page.get_by_role("link", name="What was spent on").click()
    page.get_by_role("link", name="Refunded on").wait_for()
    assert_books_balance()


@pytest.mark.parametrize("script", [True, False])
def test_a_link_in_a_mail_leads_out_of_its_frame(look, pages, ben, script):
    page = look("/demo/mail/", person=ben, script=script)
    page.get_by_role("link", name="Prices", exact=True).click()
    page.frame_locator("iframe").get_by_role("link", name="See prices").click()
    page.wait_for_url("**/pricing/")


@pytest.mark.parametrize("script", [True, False])
def test_the_bell_leads_to_the_notice_and_the_notice_to_its_cause(look, story, ben, script):
    page = look("/settings/connects/history/", person=ben, script=script)
    page.get_by_role("link", name="Notices: 1 unread").click()
    page.get_by_role("link", name="14 Connects came back.").click()
    page.wait_for_url("**/settings/connects/")
    assert page.get_by_role("link", name="Notices", exact=True).is_visible()


def _shown(page, where: str) -> datetime:
    return datetime.fromisoformat(page.locator(where).first.get_attribute("datetime"))


@pytest.mark.parametrize("patience", [-1, 60])
def test_the_clock_moves_and_says_what_happened(look, story, olga, monkeypatch, patience):
    # With no patience at all the first answer is always broken off; the page goes on by itself.
    tries = iter([patience])
    monkeypatch.setattr("common.views.clock.patience", lambda: next(tries, 60))
    page = look("/demo/clock/", person=olga)
    page.get_by_role("link", name="A week").click()
    page.get_by_role("link", name="warning that Connects expire soon").wait_for()
    for _ in range(2):
        page.get_by_role("button", name="7 days").click()
        page.get_by_text("Arrived at").wait_for()
        # Whatever the answers before had said is gone from the page, from its bar at the top too.
        page.get_by_role("heading", name="What will happen").wait_for()
    assert "Connects of Ben expired" in page.locator("section", has_text="Arrived at").first.inner_text()
    assert clock.now() - timedelta(minutes=5) < _shown(page, "#demo-time time")
    assert_books_balance()
