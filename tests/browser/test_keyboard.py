"""Stories without a mouse, by Tab, Enter, Space and typing: somebody finds a job and applies, somebody hires."""

import pytest
from playwright.sync_api import Page

from jobs.models import Job
from proposals import services
from proposals.models import Offer, Proposal
from talent import services as talent
from tests.books import assert_books_balance
from tests.proposals.conftest import LETTER, endow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENOUGH = 90
WORK = "A sign above the door of a small bakery, drawn by hand, in two colours and in three drafts."
# What the keyboard is on: what it is called for those who hear it, and whether one can see where it is.
_HELD = """() => {
  const held = document.activeElement;
  if (!held || held === document.body) return null;
  const labels = [...(held.labels || [])].map((label) => label.textContent).join(" ");
  const called = held.getAttribute("aria-label") || labels || held.textContent;
  const seen = (part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const box = held.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < window.innerHeight && box.width > 0 && box.height > 0;
  return {
    name: called.replace(/\\s+/g, " ").trim(),
    visible: inside && held.checkVisibility({visibilityProperty: true}) && (seen(held) || seen(held.parentElement)),
    hidden: held.closest("[aria-hidden=true], [inert], [hidden]") !== null || held.tabIndex > 0,
  };
}"""


class Keys:
    """Somebody at a page who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def held(self) -> dict | None:
        return self.page.evaluate(_HELD)

    def tab_to(self, name: str) -> dict:
        """Tab until the keyboard is on what begins with `name`; wherever it stops on the way can be seen."""
        passed = []
        for _ in range(ENOUGH):
            self.page.keyboard.press("Tab")
            held = self.held()
            if held is None:
                continue
            assert held["visible"], f"nobody sees that the keyboard is on “{held['name']}” at {self.page.url}"
            assert not held["hidden"], f"“{held['name']}” takes the keyboard out of its order at {self.page.url}"
            if held["name"].startswith(name):
                return held
            passed.append(held["name"])
        raise AssertionError(f"“{name}” is not within {ENOUGH} tabs of {self.page.url}: {passed}")

    def skip(self) -> None:
        """The first thing on every page leads past its head."""
        self.page.keyboard.press("Tab")
        first = self.held()
        assert first is not None
        assert first["visible"]
        assert first["name"] == "Skip to the content"
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**#content")
        self.page.keyboard.press("Tab")
        inside = self.page.evaluate("document.getElementById('content').contains(document.activeElement)")
        assert inside, "the next thing after the skip link is in the content"
        self.page.keyboard.press("Shift+Tab")

    def press(self, name: str, key: str = "Enter") -> None:
        """Press what is called `name`, and wait for the page that answers."""
        self.tab_to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.page.wait_for_function("document.getAnimations().length === 0", timeout=3_000)

    def write(self, name: str, words: str) -> None:
        self.tab_to(name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def goes_through_the_date(self, name: str) -> None:
        """A date has parts and a calendar, each a stop of its own, which Escape closes again."""
        self.tab_to(name)
        stops = 1
        while self.page.keyboard.press("Tab") or (self.held() or {"name": ""})["name"].startswith(name):
            assert self.held()["visible"]
            stops += 1
        assert stops == 4, "day, month, year and the calendar"
        self.page.keyboard.press("Shift+Tab")
        self.page.keyboard.press("Space")
        self.page.keyboard.press("Escape")
        assert self.held()["name"].startswith(name)
        assert self.held()["visible"]

    def is_led_to_the_mistake(self) -> None:
        """After an answer that refuses, the keyboard is on what went wrong, not at the top of the page."""
        held = self.held()
        assert held is not None, f"the keyboard is nowhere at {self.page.url}"
        assert held["visible"], held


@pytest.fixture
def keys(look):
    def open_page(path, person):
        page = look(path, person=person)
        page.emulate_media(reduced_motion="reduce")
        return Keys(page)

    return open_page


@pytest.fixture
def ben(ben):
    endow(ben, 40)
    talent.open_profile(ben)
    return ben


def test_a_freelancer_finds_a_job_and_applies_without_a_mouse(keys, job, ben):
    his = keys("/", ben)
    his.press("Find work")
    his.skip()
    his.write("Search", "bakery")
    with his.page.expect_navigation():
        his.page.keyboard.press("Enter")
    his.press(job.title)
    his.skip()
    his.press("Send proposal")

    his.write("Cover letter", "Too short")
    his.press("Send proposal", "Space")
    his.is_led_to_the_mistake()
    his.write("Cover letter", LETTER)
    his.write("Your price", "450")
    his.press("Send proposal", "Space")

    his.page.get_by_text(LETTER).first.wait_for()
    sent = Proposal.objects.get()
    assert (sent.author, sent.bid_minor) == (ben, 45_000)
    assert_books_balance()


def test_a_client_posts_a_job_reads_proposals_and_hires_without_a_mouse(keys, ada, ben):
    hers = keys("/", ada)
    hers.press("Post a job")
    hers.skip()
    hers.write("Title", "A sign for a bakery")
    hers.write("Category", "Graphic")
    hers.write("Description", WORK)
    hers.write("Find a skill", "Logo design")
    hers.page.keyboard.press("Enter")
    hers.tab_to("Intermediate")
    hers.page.keyboard.press("ArrowRight")
    hers.write("For the whole job", "450")
    hers.press("Publish job")
    job = Job.objects.get(status="open")
    services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={})

    hers.press("My jobs")
    hers.skip()
    hers.press("1 proposal")
    hers.press("Ben")
    hers.skip()
    hers.press("Shortlist")
    assert Proposal.objects.get().state == "shortlisted"
    hers.press("Message Ben")
    hers.write("Message to Ben", "When could you begin?")
    hers.press("Send")
    hers.page.get_by_text("When could you begin?").first.wait_for()

    sent = Proposal.objects.get()
    assert sent.state == "in_discussion"
    hers.page.goto(hers.page.url.removesuffix("messages/"))
    hers.skip()
    hers.press("Make an offer")
    hers.write("What you offer", " ")
    hers.press("Make the offer", "Space")
    hers.is_led_to_the_mistake()
    hers.write("What you offer", "A logo in three drafts")
    hers.goes_through_the_date("Begins on")
    hers.press("Make the offer", "Space")

    hers.page.get_by_text("The offer is with Ben.").wait_for()
    assert Offer.objects.get().proposal == sent
    assert_books_balance()
