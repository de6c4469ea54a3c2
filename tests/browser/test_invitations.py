"""Ben's link, followed all the way: a stranger joins by it, buys, fourteen days pass, and both have their Connects."""

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from accounts.identity import IdentitySign
from accounts.normalise import sign_mark
from common import clock
from connects import referrals, services, suspicions
from connects.models import Referral, Source
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser]
PAGE = "/settings/referrals/"
RUN = secrets.token_hex(4)
NAME = f"Wren-{RUN}"
MAIL, PASSWORD = f"wren.{RUN}x@guildhall.example", "under the old bridge"


@pytest.fixture
def invitations(ben, person, db) -> None:
    """One of each outcome."""
    now = clock.now()
    facts = [
        {"state": "joined"},
        {"state": "waiting", "due_at": now + timedelta(days=9)},
        {"state": "rewarded", "decided_at": now},
        {"state": "over_cap", "decided_at": now},
        {"state": "not_counted", "why": "device", "decided_at": now},
    ]
    for number, each in enumerate(facts):
        Referral.objects.create(referrer=ben, newcomer=person(f"Newcomer{number}", freelancer=True), **each)


@pytest.fixture
def held(ben, cleo):
    """Cleo's free Connects wait."""
    services.grant_once(ben, Source.JOINING)
    for who in (ben, cleo):
        IdentitySign.objects.create(person=who, kind="device", mark=sign_mark("device", "one"))
    found = suspicions.look_at(cleo)
    services.grant_once(cleo, Source.JOINING)
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_are_accessible_and_fit(look, accessibility_problems, invitations, held, ben, cleo, width, scheme):
    pages = [(PAGE, ben), (PAGE, cleo), ("/settings/connects/earn/", cleo), ("/settings/connects/earn/", ben)]
    for path, who in [*pages, (referrals.code_of(ben).get_absolute_url(), None)]:
        page = look(path, width=width, scheme=scheme, person=who)
        assert (path, accessibility_problems(page)) == (path, [])
        assert page.evaluate("document.body.scrollWidth <= window.innerWidth"), path
        if album := os.environ.get("ALBUM"):
            name = f"{who.name if who else 'stranger'}-{path.strip('/').replace('/', '-')}-{width}-{scheme}"
            page.screenshot(path=Path(album) / f"{name}.png", full_page=True)


@pytest.mark.django_db(transaction=True)
def test_the_link_can_be_selected_without_javascript(look, ben):
    page = look(PAGE, person=ben, script=False)
    link = page.get_by_label("Your link, to be copied")
    assert link.input_value().endswith(referrals.code_of(ben).get_absolute_url())
    assert page.get_by_role("button", name="Copy").is_hidden()
    assert page.get_by_role("link", name="Send by mail").get_attribute("href").startswith("mailto:?subject=")


@pytest.mark.django_db(transaction=True)
def test_the_button_copies_the_link(look, ben):
    page = look(PAGE, person=ben)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#link").input_value()


@pytest.fixture
def site(request) -> str:
    """A site that already runs may be named by SITE; else the one that `make run` has started for the tests."""
    return os.environ.get("SITE") or request.getfixturevalue("running_site").url


@pytest.fixture
def album(tmp_path):
    return Path(os.environ.get("ALBUM", str(tmp_path / "album")))


@pytest.mark.slow
def test_an_invitation_all_the_way(chrome, site, album):
    ben, wren, olga = (Visitor(chrome, site, album) for _ in range(3))
    ben.come_in_as("Ben Achterberg")
    ben.go(PAGE)
    ben.picture("bens-link")
    link = ben.page.locator("#link").input_value()
    wren.page.goto(link)
    wren.sees("Ben invites you")
    wren.picture("ben-invites-you")
    join(wren)
    assert wren.balance() == 40
    buy_twenty(wren)
    assert wren.balance() == 60
    ben.go(PAGE)
    ben.sees("Waiting")
    ben.picture("waiting")
    let_fourteen_days_pass(olga)
    ben.go(PAGE)
    ben.picture("rewarded")
    for who, connects in ((ben, "20"), (wren, "10")):
        # A month's perk may have come meanwhile: what each was given for it stands in the history.
        who.go("/settings/connects/history/?status=grant")
        line = who.page.locator("main tr").filter(has_text=f"{NAME}, invited by Ben")
        line.wait_for()
        assert connects in line.inner_text()
        who.picture("in-the-history")


def join(wren: Visitor) -> None:
    wren.choose("hat", "freelancer")
    wren.fill("name", f"{NAME} Ashby")
    wren.fill("email", MAIL)
    wren.fill("password1", PASSWORD)
    wren.page.locator("[name='country']").select_option("GB")
    wren.page.locator("[name='terms']").check()
    wren.press("Join")
    wren.page.wait_for_url("**/confirm-email/**")
    wren.go(f"/demo/mail/?to={MAIL}")
    wren.page.locator(".listing__title a").first.click()
    wren.page.frame_locator("iframe").get_by_role("link").first.wait_for()
    found = re.search(r"/accounts/confirm-email/[^/\s\"<]{20,}/", wren.page.content())
    assert found is not None
    wren.go(found.group())
    if wren.page.get_by_role("main").get_by_role("button").count():
        wren.page.get_by_role("main").get_by_role("button").first.click()
    wren.page.wait_for_url(lambda url: "/confirm-email/" not in url)


def buy_twenty(wren: Visitor) -> None:
    wren.go("/settings/connects/buy/")
    wren.page.locator("label.package").filter(has_text="20 Connects").first.click()
    wren.press("Continue to payment")
    pay = wren.page.get_by_role("button", name="Pay £").first
    pay.wait_for()
    wren.page.get_by_label("Card number").fill("4242 4242 4242 4242")
    wren.page.get_by_label("Expires").fill("12 / 34")
    wren.page.get_by_label("CVC").fill("123")
    pay.click()
    wren.page.wait_for_url(lambda url: "/settings/connects/" in url)


def let_fourteen_days_pass(olga: Visitor) -> None:
    olga.come_in_as("Olga")
    olga.go("/demo/clock/")
    for step in ("7 days", "7 days", "1 hour"):
        olga.press(step)
        olga.page.wait_for_load_state()
        # A long journey takes several answers; its page goes on by itself.
        olga.page.get_by_text("Arrived at").wait_for(timeout=240_000)
