"""One Connect followed all the way round, in Chromium, against the processes that `make run` starts.

A newcomer joins, proves the mailbox, completes a profile, spends, runs short, buys, sends, and gets the Connects back
into the lots they came from when the client cancels and a day has passed. Nothing is stood in for.
"""

import os
import re
import secrets
from pathlib import Path

import pytest

from marketplace.demo.portraits import portrait
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# New in every run, so that the story can be told again on a site that already runs.
RUN = secrets.token_hex(3)
MAIL = f"robin.{RUN}@guildhall.example"
TITLE = f"Catalogue of walnut writing desks {RUN}"
LETTER = "I have photographed and described furniture for nine years. I would begin with three desks and a price list."
OVERVIEW = (
    "I describe furniture so that people want to own it: plain words, exact measures, light that shows the grain. "
    "For nine years I have made catalogues for workshops and auction houses, alone or with a photographer. "
    "You get a plan on the first day and a proof every Friday."
)


@pytest.fixture
def site(request) -> str:
    """A site that already runs may be named by SITE; else the one that `make run` has started for the tests."""
    return os.environ.get("SITE") or request.getfixturevalue("running_site").url


@pytest.fixture
def album(tmp_path):
    """Where the pictures of the steps go; ALBUM keeps them."""
    return Path(os.environ.get("ALBUM", str(tmp_path / "album")))


def test_one_connect_all_the_way_round(chrome, site, album):
    ada, robin, olga = (Visitor(chrome, site, album) for _ in range(3))
    ada.come_in_as("Ada Whitfield")
    job = post_a_job(ada)
    join(robin)
    assert robin.balance() == 40
    robin.picture("forty-connects-for-joining")
    complete_the_profile(robin)
    assert robin.balance() == 90
    robin.picture("fifty-more-for-the-profile")
    cost = find_the_job(robin, job)
    run_short(robin, cost)
    left = robin.balance()
    assert left < cost
    write_and_run_short(robin, job, missing=cost - left)
    buy_twenty(robin)
    come_back_and_send(robin, job)
    assert robin.balance() == left + 20 - cost
    lots = lots_of_the_spend(robin)
    assert sum(lots.values()) == -cost
    cancel(ada, job)
    sees_the_refund_pending(robin, cost)
    assert robin.balance() == left + 20 - cost
    let_a_day_pass(olga)
    assert robin.balance() == left + 20
    assert lots_of_the_refund(robin) == {lot: -amount for lot, amount in lots.items()}
    robin.picture("refunded-into-the-same-lots")
    the_books_balance(olga)


def post_a_job(ada: Visitor) -> str:
    ada.go("/jobs/new/")
    ada.fill("title", TITLE)
    ada.page.locator("[name='category']").select_option(label="Writing")
    ada.fill("description", "Sixty desks, one page each. We send photographs; you send words we can print.")
    ada.choose("level", "expert")
    ada.choose("budget_type", "fixed")
    ada.fill("fixed", "1,400")
    ada.page.locator("#price").get_by_text("8").first.wait_for()
    ada.picture("posting-a-job-shows-its-price")
    ada.press("Publish job")
    ada.page.wait_for_url(re.compile(r"/jobs/\d+/$"))
    return re.sub(r".*(/jobs/\d+/)$", r"\1", ada.page.url)


def join(robin: Visitor) -> None:
    robin.go("/accounts/signup/")
    robin.choose("hat", "freelancer")
    robin.fill("name", "Robin Marlowe")
    robin.fill("email", MAIL)
    robin.fill("password1", "three desks of walnut")
    robin.page.locator("[name='country']").select_option("GB")
    robin.page.locator("[name='terms']").check()
    robin.picture("joining")
    robin.press("Join")
    robin.page.wait_for_url("**/confirm-email/**")
    follow_the_link_in_the_mail(robin)
    robin.picture("the-mailbox-is-proved")


def follow_the_link_in_the_mail(robin: Visitor) -> None:
    robin.go(f"/demo/mail/?to={MAIL}")
    robin.page.locator(".listing__title a").first.click()
    robin.page.frame_locator("iframe").get_by_role("link").first.wait_for()
    robin.picture("the-mail-that-verifies")
    link = re.search(r"/accounts/confirm-email/[^/\s\"<]{20,}/", robin.page.content())
    assert link is not None
    robin.go(link.group())
    if robin.page.get_by_role("main").get_by_role("button").count():
        robin.page.get_by_role("main").get_by_role("button").first.click()
    robin.page.wait_for_url(lambda url: "/confirm-email/" not in url)
    if "/accounts/login/" in robin.page.url:
        robin.fill("login", MAIL)
        robin.fill("password", "three desks of walnut")
        robin.press("Log in")
        robin.page.wait_for_url(lambda url: "/accounts/login/" not in url)


def complete_the_profile(robin: Visitor) -> None:
    robin.go("/settings/profile/")
    robin.fill("title", "Words and catalogues for makers of furniture")
    robin.fill("overview", OVERVIEW)
    robin.fill("rate", "48")
    robin.page.locator("[name='country']").select_option("GB")
    for box in robin.page.locator("input[name='skills']").all()[:4]:
        box.evaluate("box => { box.closest('details')?.setAttribute('open', ''); }")
        box.check(force=True)
    photo = portrait("Robin Marlowe")
    robin.page.locator("input[type='file']").set_input_files(
        {"name": "robin.webp", "mimeType": "image/webp", "buffer": photo.read()}
    )
    robin.page.locator("input[name$='-title']").first.fill("A catalogue of chairs")
    robin.page.locator("input[name$='-url']").first.fill("https://robin.example/chairs")
    robin.press("Save profile")
    robin.sees("Your profile is complete.")
    robin.picture("the-profile-is-complete")


def find_the_job(robin: Visitor, job: str) -> int:
    robin.go(f"/jobs/?q=walnut+desks+{RUN}")
    robin.sees(TITLE)
    robin.picture("found-by-search")
    robin.page.get_by_role("main").get_by_role("link", name=TITLE).click()
    robin.page.wait_for_url(f"**{job}")
    robin.picture("what-it-costs-and-why")
    return 8


def run_short(robin: Visitor, cost: int) -> None:
    """Send proposals for other jobs until fewer Connects are left than this one costs."""
    addresses = other_jobs(robin)
    while robin.balance() >= cost:
        send(robin, addresses.pop())


def other_jobs(robin: Visitor) -> list[str]:
    found: list[str] = []
    robin.go("/jobs/?sort=newest")
    while True:
        links = robin.page.locator("main .listing__title a")
        found += [str(link.get_attribute("href")) for link in links.all() if TITLE not in link.inner_text()]
        older = robin.page.get_by_role("link", name="Older")
        if len(found) >= 30 or not older.count():
            return found
        older.first.click()
        robin.page.wait_for_load_state()


def send(robin: Visitor, address: str) -> None:
    robin.go(f"{address.split('?')[0]}apply/")
    if robin.page.locator("#short").count() or not robin.page.locator("button[name='send']").count():
        return
    robin.fill("letter", LETTER)
    robin.fill("bid", "60")
    for answer in robin.page.locator("main form textarea:not([name='letter'])").all():
        answer.fill("A catalogue of chairs, last spring.")
    robin.page.locator("button[name='send']").click()
    robin.page.wait_for_url(re.compile(r"/proposals/"))


def write_and_run_short(robin: Visitor, job: str, *, missing: int) -> None:
    robin.go(f"{job}apply/")
    robin.sees(f"{missing} more Connect")
    robin.fill("letter", LETTER)
    robin.fill("bid", "1,350")
    robin.press("Save draft")
    robin.go(f"{job}apply/")
    assert robin.page.locator("[name='letter']").input_value() == LETTER
    robin.picture("short-of-connects-the-draft-is-kept")
    robin.press("Buy Connects")


def buy_twenty(robin: Visitor) -> None:
    robin.page.locator("label.package").filter(has_text="20 Connects").first.click()
    robin.picture("twenty-connects-are-enough")
    robin.press("Continue to payment")
    pay = robin.page.get_by_role("button", name="Pay £").first
    pay.wait_for()
    robin.page.get_by_label("Card number").fill("4242 4242 4242 4242")
    robin.page.get_by_label("Expires").fill("12 / 34")
    robin.page.get_by_label("CVC").fill("123")
    robin.picture("at-the-checkout")
    pay.click()


def come_back_and_send(robin: Visitor, job: str) -> None:
    robin.page.wait_for_url(lambda url: "/settings/connects/" in url or job in url)
    robin.picture("paid")
    if job not in robin.page.url:
        robin.page.get_by_role("main").locator(f"a[href*='{job}apply/']").first.click()
    robin.page.wait_for_url(f"**{job}apply/**")
    assert robin.page.locator("[name='letter']").input_value() == LETTER
    robin.picture("back-on-the-draft")
    robin.page.locator("button[name='send']").click()
    robin.page.wait_for_url(re.compile(r"/proposals/"))
    robin.picture("sent")


def lots_of_the_spend(robin: Visitor) -> dict[str, int]:
    return lots_of(robin, kind="spend")


def lots_of_the_refund(robin: Visitor) -> dict[str, int]:
    return lots_of(robin, kind="refund")


def lots_of(robin: Visitor, *, kind: str) -> dict[str, int]:
    """The lots that the newest booking of its kind touched, and by how much."""
    robin.go(f"/settings/connects/history/?status={kind}")
    robin.page.locator("main a[href*='/settings/connects/transactions/']").first.click()
    robin.picture(f"the-lots-of-a-{kind}")
    lots: dict[str, int] = {}
    for row in robin.page.locator("main tr:has(a[href*='/settings/connects/lots/'])").all():
        href = str(row.locator("a[href*='/settings/connects/lots/']").first.get_attribute("href"))
        moved = re.search(r"[+\-−]\s*\d+", row.inner_text())
        assert moved is not None
        lots[href] = int(moved.group().replace("−", "-").replace(" ", ""))
    return lots


def cancel(ada: Visitor, job: str) -> None:
    ada.go(f"{job}close/")
    ada.picture("what-cancelling-means")
    ada.page.locator("main input[type='radio'][value='cancelled']").check()
    ada.press("Close job")
    ada.page.wait_for_url(lambda url: "/close/" not in url)


def sees_the_refund_pending(robin: Visitor, cost: int) -> None:
    robin.go("/settings/connects/")
    robin.sees("Refund pending")
    assert str(cost) in robin.text()
    robin.picture("refund-pending")


def let_a_day_pass(olga: Visitor) -> None:
    olga.come_in_as("Olga")
    olga.go("/demo/clock/")
    olga.press("1 day")
    olga.page.wait_for_load_state()
    olga.press("1 hour")
    olga.page.wait_for_load_state()
    olga.picture("a-day-passes")


def the_books_balance(olga: Visitor) -> None:
    olga.go("/admin/connects/wallet/proof/")
    olga.page.get_by_text("The books balance.").wait_for()
    olga.picture("the-books-balance")
