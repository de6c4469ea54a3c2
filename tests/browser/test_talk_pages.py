"""Conversations in Chromium: both sides at once, with and without JavaScript, every width and both lights."""

import time

import pytest

from common import clock
from proposals import services
from proposals.models import Message, ReadMark, State
from proposals.talk import files, interviews, writing
from talent import services as talent
from tests.books import assert_books_balance
from tests.proposals.conftest import LETTER, endow
from tests.talk.conftest import PDF, PNG, later, upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Both widths and both schemes, each once.
WIDTHS = [(360, "dark"), (1440, "light")]
# What "live" means: seconds.
LIVE = 3


@pytest.fixture
def ben(ben):
    endow(ben, 40)
    talent.open_profile(ben)
    return ben


@pytest.fixture
def proposal(post, ben):
    job = post(title="Illustrate a field guide to city birds")
    return services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={})


@pytest.fixture
def say(proposal, ada):
    def write(text, *, by=ada, uploads=()):
        checked = [files.check(each, megabytes=5) for each in uploads]
        return writing.send(proposal, by=by, text=text, files=checked)

    return write


def talked(say, ada, ben):
    """Two days of it, with files, links, other scripts and long words."""
    with clock.at(later()):
        say("Hello Ben, I like your herons. Have you drawn swifts?")
        say("Our printer asks for this: https://printer.example/profiles?size=a4", by=ben)
    with clock.at(later(days=1, hours=2)):
        say("Here is a first sheet.", by=ben, uploads=[upload("Mauersegler für Köln.pdf"), upload("bird.png", PNG)])
        say("שלום, זה נראה טוב מאוד 🐦\nAnd a second line.", by=ada)
        say("W" * 200)


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_every_page_fits_and_is_accessible(look, proposal, say, ada, ben, accessibility_problems, width, scheme):
    hers = look(f"/proposals/{proposal.pk}/messages/", width=width, scheme=scheme, person=ada)
    assert accessibility_problems(hers) == []
    assert fits(hers)
    talked(say, ada, ben)
    interviews.invite(proposal, by=ada, text="With me and Tom.", times="Tuesday 10 to 12, London time")
    site = "/".join(hers.url.split("/")[:3])
    here = f"/proposals/{proposal.pk}/"
    for person, paths in {
        ada: ["/messages/", here, f"{here}messages/", f"/jobs/{proposal.job_id}/proposals/"],
        ben: ["/messages/", here, f"{here}messages/", f"{here}interview/answer/", "/proposals/"],
    }.items():
        page = look("/messages/", width=width, scheme=scheme, person=person)
        for path in paths:
            page.goto(site + path)
            assert accessibility_problems(page) == [], path
            assert fits(page), path


def test_what_one_side_writes_the_other_sees_within_three_seconds(look, proposal, ada, ben, say):
    say("Hello Ben")
    hers = look(f"/proposals/{proposal.pk}/messages/", person=ada)
    his = look(f"/proposals/{proposal.pk}/messages/", person=ben)
    his.get_by_text("Hello Ben").wait_for()
    hers.get_by_text("Seen").wait_for(timeout=LIVE * 1000)
    his.get_by_label("Message to Ada").fill("Half a line that must not be lost")
    took = []
    for number in range(3):
        hers.get_by_label("Message to Ben").fill(f"Line {number}")
        hers.get_by_role("button", name="Send").click()
        began = time.monotonic()
        his.get_by_text(f"Line {number}").wait_for(timeout=LIVE * 1000)
        took.append(time.monotonic() - began)
    assert max(took) < LIVE
    assert his.get_by_label("Message to Ada").input_value() == "Half a line that must not be lost"
    # No page was loaded for it, the field is empty again, and each line stands there once.
    assert hers.get_by_label("Message to Ben").input_value() == ""
    for page in (hers, his):
        assert page.get_by_text("Line 1").count() == 1
    log = his.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    assert log.get_by_text("Line 2").is_visible()
    assert Message.objects.count() == 4


def test_an_invitation_arrives_live_and_its_answer_too(look, proposal, ada, ben, say):
    say("Hello Ben")
    hers = look(f"/proposals/{proposal.pk}/messages/", person=ada)
    his = look(f"/proposals/{proposal.pk}/messages/", person=ben)
    hers.get_by_role("link", name="Invite to an interview").click()
    hers.get_by_text("Inviting changes nothing about a refund; accepting does.").wait_for()
    hers.get_by_label("Times that suit you").fill("Tuesday 10 to 12")
    hers.get_by_role("button", name="Invite Ben").click()
    his.get_by_text("Ada invites you to an interview").wait_for(timeout=LIVE * 1000)
    his.get_by_role("link", name="Answer the invitation").click()
    his.get_by_text("4 Connects would come back if the client cancels the job").wait_for()
    his.get_by_role("button", name="Accept").click()
    hers.get_by_text("Ben accepted the invitation").wait_for(timeout=LIVE * 1000)
    hers.get_by_role("link", name="Invite to an interview").wait_for()
    proposal.refresh_from_db()
    assert proposal.state == State.INTERVIEWING
    assert_books_balance()


def test_what_is_refused_keeps_words_and_files(look, proposal, say, ada, tmp_path):
    say("Hello Ben")
    bad, good = tmp_path / "run.js", tmp_path / "plan.pdf"
    bad.write_text("alert(1)")
    good.write_bytes(PDF)
    page = look(f"/proposals/{proposal.pk}/messages/", person=ada)
    page.get_by_label("Message to Ben").fill("See this")
    page.get_by_label("Attach files").set_input_files([bad, good])
    page.get_by_role("button", name="Send").click()
    page.get_by_text("“run.js” is of a kind that is not accepted").wait_for()
    assert page.get_by_label("Message to Ben").input_value() == "See this"
    page.get_by_label("Attach files").set_input_files([good])
    page.get_by_role("button", name="Send").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="plan.pdf").click()
    assert download.value.suggested_filename == "plan.pdf"
    assert download.value.path().read_bytes() == PDF
    assert page.get_by_text("is of a kind that is not accepted").count() == 0


def test_a_hidden_page_reads_nothing(look, proposal, say, ada, ben):
    say("Hello Ben")
    his = look(f"/proposals/{proposal.pk}/messages/", person=ben)
    his.get_by_text("Hello Ben").wait_for()
    his.evaluate("Object.defineProperty(document, 'hidden', {get: () => window.away, configurable: true})")
    asked = []
    his.on("request", lambda request: asked.append(request.url) if "/news/" in request.url else None)
    his.evaluate("window.away = true")
    his.wait_for_timeout(2_500)
    asked.clear()
    said = say("Are you there?")
    his.wait_for_timeout(5_000)
    assert asked == []
    assert ReadMark.objects.get(person=ben).reached < said.pk
    his.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    his.get_by_text("Are you there?").wait_for(timeout=1_500)
    his.wait_for_timeout(300)
    assert ReadMark.objects.get(person=ben).reached >= said.pk


def test_without_javascript_both_write_and_see_it_when_they_load_again(look, proposal, ada, ben, tmp_path):
    good = tmp_path / "plan.pdf"
    good.write_bytes(PDF)
    hers = look(f"/proposals/{proposal.pk}/", person=ada, script=False)
    hers.get_by_role("link", name="Message Ben").click()
    hers.get_by_text("What you write begins a conversation with Ben").wait_for()
    hers.get_by_label("Message to Ben").fill("Hello Ben")
    hers.get_by_label("Attach files").set_input_files([good])
    hers.get_by_role("button", name="Send").click()
    hers.get_by_role("link", name="plan.pdf").wait_for()
    his = look("/", person=ben, script=False)
    his.get_by_role("link", name="Messages 1 unread").click()
    his.get_by_role("link", name="Ada", exact=True).click()
    his.get_by_text("Hello Ben").wait_for()
    his.get_by_label("Message to Ada").fill("Hello Ada")
    his.get_by_role("button", name="Send").click()
    his.get_by_text("Hello Ada").wait_for()
    hers.get_by_role("link", name="Look for new messages").click()
    hers.get_by_text("Hello Ada").wait_for()
    proposal.refresh_from_db()
    assert proposal.state == State.IN_DISCUSSION
