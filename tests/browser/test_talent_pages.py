"""Finding people and being found in a browser: search, save, the badge on and off; and how the pages look."""

from datetime import timedelta

import pytest

from accounts.models import Skill
from common import clock
from connects import services as connects
from talent import availability, badges, saving, services
from talent.models import FreelancerProfile
from tests.books import assert_books_balance
from tests.talent.conftest import certify, photos, sit, sums  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Both widths and both schemes, each once.
WIDTHS = [(360, "dark"), (1440, "light")]
OVERVIEW = "I draw what people have to understand at first sight, and I answer within a day. " * 4


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def fund(person, number: int = 40) -> None:
    ends = clock.now() + timedelta(days=90)
    reference = f"gift:{person.pk}"
    connects.grant(person.wallet.pk, number, source=connects.Source.JOINING, expires_at=ends, reference=reference)


@pytest.fixture
def guild(person, ben):
    """Ben and four others, each with a profile that can be found."""
    skills = list(Skill.objects.order_by("id")[:4])
    titles = ["Drawer of maps", "Drawer of birds", "Keeper of books", "Maker of websites for small shops and inns"]
    people = [ben, *(person(name, freelancer=True) for name in ("Noor", "Pia", "Quentin", "Rosalind"))]
    for number, who in enumerate(people):
        profile = services.open_profile(who)
        FreelancerProfile.objects.filter(pk=profile.pk).update(
            title=titles[number % 4], overview=OVERVIEW, rate_minor=3000 + 1000 * number, country="GB"
        )
        profile.skills.set(skills[: 3 + number % 2])
        profile.links.create(position=0, title="A map of Leeds", url="https://maps.example/leeds")
        for star in (5,) * number:
            services.count_rating(who, star)
        fund(who)
    return people


def test_ada_searches_filters_and_saves(look, guild, ada):
    availability.switch_on(guild[1], maximum=7)
    page = look("/talent/", person=ada)
    page.get_by_text("5 people").wait_for()
    page.get_by_label("Words").fill("drawer")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_text("3 people").wait_for()
    page.get_by_label("Available now").check()
    page.get_by_text("1 person").wait_for()
    assert "available=on" in page.url
    page.get_by_role("button", name="Save Noor").click()
    page.get_by_role("button", name="Saved Noor").wait_for()
    page.get_by_role("link", name="Noor").click()
    page.get_by_role("heading", name="Noor").wait_for()
    page.get_by_text("Available now").first.wait_for()
    page.goto(page.url.split("/talent/")[0] + "/talent/saved/")
    page.get_by_text("Write a note").click()
    page.get_by_label("Your note").fill("Ask about May")
    page.get_by_role("button", name="Keep note").click()
    page.get_by_text("Your note is kept").wait_for()
    page.get_by_text("Ask about May").first.wait_for()
    page.get_by_role("button", name="Saved Noor").click()
    page.get_by_role("button", name="Save Noor").wait_for()


def test_without_javascript_it_works_as_well(look, guild, ada):
    page = look("/talent/", person=ada, script=False)
    page.get_by_label("Words").fill("drawer")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_text("3 people").wait_for()
    page.get_by_role("button", name="Save Noor").click()
    page.get_by_text("You find them under Saved people").wait_for()
    page.get_by_role("button", name="Saved Noor").wait_for()


def test_ben_wears_the_badge_sees_what_it_cost_and_takes_it_off(look, guild, ben):
    page = look("/settings/availability/", person=ben)
    assert "33" in page.locator(".spend").inner_text()
    page.get_by_role("button", name="Switch on for").click()
    page.get_by_text("“Available now” is on.").wait_for()
    page.get_by_role("heading", name="It is on").wait_for()
    site = page.url.split("/settings/")[0]
    page.goto(f"{site}/settings/connects/history/")
    page.get_by_role("link", name="“Available now”: the week from").first.wait_for()
    page.goto(f"{site}/talent/ben/")
    page.locator(".status", has_text="Available now").first.wait_for()
    page.goto(f"{site}/settings/availability/")
    page.get_by_role("button", name="Switch off now").click()
    page.get_by_text("The badge is off.").wait_for()
    page.get_by_text("switch it on again without paying").wait_for()
    page.get_by_role("button", name="Switch on again").click()
    page.get_by_text("“Available now” is on.").wait_for()
    assert connects.balance_of(ben) == 33
    assert_books_balance()


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_every_page_fits_and_is_accessible(
    look,
    guild,
    sums,  # noqa: F811
    ada,
    ben,
    olga,
    accessibility_problems,
    width,
    scheme,
    tmp_path,
):
    for who in guild[:2]:
        availability.switch_on(who, maximum=7)
    badges.give(ben.freelancer_profile, by=olga, reason="To be looked at")
    sit(sums, ben, 15)
    for who in guild[:3]:
        saving.save(who.freelancer_profile, by=ada)
    kept = ada.saved_freelancers.first()
    saving.write_note(kept, note="Ask about May")
    pages = {
        ada: [
            "/talent/",
            "/talent/?q=drawer&min=x",
            "/talent/?q=nothing",
            "/talent/ben/",
            "/talent/saved/",
        ],
        ben: ["/settings/availability/", "/talent/ben/", "/settings/profile/"],
        guild[4]: ["/settings/availability/"],
        None: ["/talent/", "/talent/ben/"],
    }
    for person, addresses in pages.items():
        for address in addresses:
            page = look(address, width=width, scheme=scheme, person=person)
            page.screenshot(path=tmp_path / f"{len(list(tmp_path.iterdir())):02}.png", full_page=True)
            assert fits(page), address
            assert accessibility_problems(page) == [], address
