"""Taking a test in a browser: reloaded, cut off, without JavaScript, out of time; and how its pages look."""

from datetime import timedelta

import pytest

from common import clock
from talent import badges, certifications, services
from talent.models import Attempt
from tests.browser.conftest import _session_of
from tests.talent.conftest import certify, photos, right_answers, sit, sums  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Both widths and both schemes, each once.
WIDTHS = [(360, "dark"), (1440, "light")]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def choose(page, attempt, places) -> None:
    rights = right_answers(attempt)
    for place in places:
        for choice in rights[place]:
            page.locator(f"[name=q{place}][value='{choice}']").check()


def test_a_test_survives_a_reload_and_a_lost_connection(chrome, live_server, sums, ben):  # noqa: F811
    # A context of its own: a browser that is cut off complains, and rightly so.
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([_session_of(ben, live_server.url)])
    page = context.new_page()
    page.goto(f"{live_server.url}/certifications/sums/")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/tests/*/")
    attempt = Attempt.objects.get()

    choose(page, attempt, [0])
    page.get_by_text("1 of 15 answered").wait_for()
    page.reload()
    assert page.locator("[name=q0]:checked").count() == len(right_answers(attempt)[0])
    before = page.locator("[data-clock]").inner_text()
    page.wait_for_function("before => document.querySelector('[data-clock]').textContent !== before", arg=before)

    context.set_offline(True)
    choose(page, attempt, [1])
    lost = page.locator("[data-lost]")
    lost.get_by_text("One answer is not saved yet. We try again by ourselves").wait_for()
    page.get_by_role("button", name="Hand in").click()
    lost.get_by_text("Nothing can be handed in just now").wait_for()
    assert set(certifications.saved(attempt)) == {0}

    context.set_offline(False)
    page.get_by_text("2 of 15 answered").wait_for()
    lost.wait_for(state="hidden")
    assert set(certifications.saved(attempt)) == {0, 1}

    choose(page, attempt, range(2, 12))
    page.get_by_text("12 of 15 answered").wait_for()
    page.get_by_role("button", name="Hand in").click()
    page.get_by_text("Questions without an answer count as wrong.").wait_for()
    page.get_by_role("button", name="Hand in as it is").click()
    page.get_by_role("heading", name="You have passed").wait_for()
    assert "12 of 15" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="See your certificate").click()
    page.get_by_text("has passed the test").wait_for()
    context.close()


def test_without_javascript_it_works_as_well(look, sums, ben):  # noqa: F811
    page = look("/certifications/sums/", person=ben, script=False)
    page.get_by_role("button", name="Start").click()
    attempt = Attempt.objects.get()
    choose(page, attempt, range(5))
    page.get_by_role("button", name="Save answers").click()
    page.get_by_text("5 of 15 answered").wait_for()
    page.get_by_text("when this page was loaded").wait_for()
    choose(page, attempt, range(5, 15))
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("heading", name="You have passed").wait_for()


def test_when_the_time_is_up_the_page_leads_to_the_result(look, sums, ben):  # noqa: F811
    attempt = certifications.start(sums, person=ben)
    certifications.save(attempt, answers=right_answers(attempt, 3))
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=clock.now() + timedelta(seconds=8))
    page = look(attempt.get_absolute_url(), person=ben)
    page.get_by_role("heading", name="Not this time").wait_for()
    assert "3 of 15" in page.get_by_role("main").inner_text()


def test_the_keyboard_alone_is_enough(look, sums, ben):  # noqa: F811
    attempt = certifications.start(sums, person=ben)
    page = look(attempt.get_absolute_url(), person=ben)
    place = next(place for place, each in enumerate(attempt.questions) if not each.multiple)
    page.locator(f"[name=q{place}]").first.focus()
    page.keyboard.press("Space")
    page.get_by_text("1 of 15 answered").wait_for()
    page.keyboard.press("ArrowDown")
    page.wait_for_function(f"() => document.querySelector('#was-{place}').value === '1'")
    assert certifications.saved(attempt) == {place: [1]}


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_every_page_fits_and_is_accessible(
    look,
    certify,  # noqa: F811
    sums,  # noqa: F811
    ben,
    olga,
    accessibility_problems,
    width,
    scheme,
):
    badges.give(services.open_profile(ben), by=olga, reason="To be looked at")
    passed, failed = sit(certify("More sums"), ben, 15), sit(certify("Hard sums"), ben, 2)
    certify("Other sums", number=0)
    running = certifications.start(sums, person=ben)
    page = look("/certifications/", width=width, scheme=scheme, person=ben)
    site = page.url.removesuffix("/certifications/")
    for path in (
        "/certifications/",
        "/certifications/sums/",
        "/certifications/more-sums/",
        "/certifications/hard-sums/",
        running.get_absolute_url(),
        f"{running.get_absolute_url()}?unsure",
        passed.get_absolute_url(),
        failed.get_absolute_url(),
        passed.certificate_url,
        "/talent/ben/",
        "/settings/connects/earn/",
    ):
        page.goto(site + path)
        assert accessibility_problems(page) == [], path
        assert fits(page), path
