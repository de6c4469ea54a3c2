"""A membership in a browser: subscribe, upgrade, downgrade, cancel; on phone and desk, by day and night."""

import pytest

from billing.models import Membership
from tests.books import assert_books_balance
from tests.browser.test_buying import till  # noqa: F401 - a fixture
from tests.memberships.conftest import Desk, held, studio  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(till) -> Desk:  # noqa: F811 - the fixture imported above
    return Desk(till)


def subscribe(page, plan: str) -> None:
    page.get_by_role("link", name=f"Choose {plan}, monthly").click()
    page.get_by_role("heading", name="What will happen").wait_for()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_label("Card number").fill("4242 4242 4242 4242")
    page.get_by_label("Expires").fill("12 / 34")
    page.get_by_label("CVC").fill("123")
    page.get_by_role("button", name="Subscribe").first.click()
    page.get_by_text(f"{plan} has begun.").wait_for()


@pytest.mark.parametrize(("script", "width"), [(True, 1440), (False, 360)])
def test_subscribe_upgrade_downgrade_cancel(look, desk, ben, studio, script, width):  # noqa: F811
    address = f"/settings/membership/agency/{studio.handle}/"
    page = look(address, person=ben, script=script, width=width)
    page.get_by_text("Studio Nord has no plan").wait_for()
    subscribe(page, "Agency")
    assert held(studio) == 150 + 20

    page.get_by_role("link", name="Upgrade Business, monthly").click()
    page.get_by_text("credited for the time not used").wait_for()
    page.get_by_role("button", name="and change now").click()
    page.get_by_text("Your membership is Business now.").wait_for()
    assert held(studio) == 300 + 20

    page.get_by_role("link", name="Change over Agency, monthly").click()
    page.get_by_text("Nothing is charged now.").wait_for()
    page.get_by_role("button", name="Change with the next period").click()
    page.get_by_role("button", name="Keep Business").wait_for()

    page.locator("summary", has_text="Cancel Business").click()
    page.get_by_text("Then it ends. Nothing more is charged.").wait_for()
    page.get_by_role("button", name="Yes, cancel Business").click()
    page.get_by_text("Cancelled. Nothing more is charged.").wait_for()
    page.get_by_role("button", name="Go on with Business").click()
    page.get_by_text("Business goes on and renews by itself.").wait_for()
    row = Membership.objects.get()
    assert (row.status, row.ends_at_period_end, row.next_plan) == ("active", False, None)
    assert_books_balance()


def test_the_way_to_stripes_portal_and_back(look, desk, ben):
    desk.join(ben)
    page = look("/settings/membership/", person=ben)
    page.get_by_role("button", name="Cards and billing at Stripe").click()
    page.wait_for_url(f"{desk.till.stripe.url}/**")
    assert "4242" in page.locator("body").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_are_accessible_and_fit(look, desk, ben, studio, accessibility_problems, width, scheme):  # noqa: F811
    desk.join(ben)
    desk.join(ben, "business", handle=studio.handle)
    desk.change(ben, "agency", "month", handle=studio.handle)
    invoice = Membership.objects.first().invoices.get()
    for path in (
        "/settings/membership/",
        f"/settings/membership/agency/{studio.handle}/",
        "/settings/membership/choose/?plan=plus&interval=year",
        invoice.get_absolute_url(),
    ):
        page = look(path, person=ben, width=width, scheme=scheme)
        assert accessibility_problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
