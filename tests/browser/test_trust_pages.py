"""Reports, the judging desk, blocks and a suspension in Chromium: as everybody concerned sees them."""

import os
from pathlib import Path

import pytest

from accounts import blocking
from accounts.models import Case
from accounts.trust import registry, reporting, standing
from common.models import Mail
from jobs.models import Job
from proposals import services
from talent import services as talent
from tests.browser.test_proposal_pages import WIDTHS, check, fits
from tests.proposals.conftest import endow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ben(ben):
    endow(ben, 40)
    talent.open_profile(ben)
    return ben


@pytest.fixture
def cleo(cleo):
    endow(cleo, 40)
    talent.open_profile(cleo)
    return cleo


@pytest.fixture
def picture(tmp_path, request):
    """Keep a screenshot of a step, where `ALBUM` says or with the test."""
    album = Path(os.environ.get("ALBUM", tmp_path)) / request.node.name

    def take(page, name: str) -> None:
        album.mkdir(parents=True, exist_ok=True)
        number = len(list(album.iterdir())) + 1
        page.screenshot(path=album / f"{number:02}-{name}.png", full_page=True)

    return take


def test_a_freelancer_reports_an_operator_decides_and_both_sides_are_told(look, job, ada, ben, olga):
    his = look(f"/jobs/{job.pk}/", person=ben)
    his.get_by_role("link", name="Report").click()
    his.get_by_role("button", name="Send report").click()
    his.get_by_text("Choose what is wrong.").wait_for()
    his.get_by_label("Fraud").check()
    his.get_by_label("What should we look at?").fill("Asks for a deposit before the work begins.")
    his.get_by_role("button", name="Send report").click()
    his.get_by_text("you will be told what came of it").wait_for()
    hers = look(f"/admin/accounts/case/{Case.objects.get().pk}/change/", person=olga)
    hers.get_by_text("Asks for a deposit before the work begins.").wait_for()
    hers.get_by_role("link", name="Remove", exact=True).first.click()
    hers.get_by_label("Reason").fill("Asks for a deposit")
    hers.get_by_label("What its owner reads").fill("You asked for a deposit, which is fraud.")
    hers.get_by_role("button", name="Remove").click()
    hers.get_by_text("Everybody concerned is told").wait_for()
    assert not Job.objects.get().is_live
    his.goto(his.url.replace("/settings/reports/", "/notifications/"))
    his.get_by_text("It is taken down. Thank you for telling us.").first.wait_for()
    clients = look("/notifications/", person=ada)
    clients.get_by_text("was removed because it breaks our rules").first.wait_for()
    assert "Ben" not in clients.locator("main").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_client_reports_a_proposal_and_both_sides_read_what_came_of_it(
    look, job, ada, ben, olga, accessibility_problems, picture, scheme
):
    sent = services.submit(job, author=ben, letter="Write to me at ben@elsewhere.example.", bid_minor=900, answers={})
    hers = look(f"/proposals/{sent.pk}/", width=360, scheme=scheme, person=ada)
    seen(hers, picture, accessibility_problems, "proposal")
    hers.get_by_role("link", name="Report").click()
    hers.get_by_label("Work or payment outside the platform").check()
    hers.get_by_label("What should we look at?").fill("Wants to be paid elsewhere. " + "W" * 90)
    seen(hers, picture, accessibility_problems, "report")
    hers.get_by_role("button", name="Send report").click()
    hers.get_by_text("you will be told what came of it").wait_for()
    seen(hers, picture, accessibility_problems, "reports")

    desk = look(
        f"/admin/accounts/case/{Case.objects.get(kind='proposal').pk}/change/", width=360, scheme=scheme, person=olga
    )
    desk.get_by_text("Wants to be paid elsewhere.").first.wait_for()
    desk.get_by_text("ben@elsewhere.example").first.wait_for()
    picture(desk, "case")
    assert fits(desk)
    desk.goto(f"{desk.url.removesuffix('change/')}warn/")
    desk.get_by_label("Reason").fill("A first warning")
    desk.get_by_label("What its owner reads").fill("Keep payment and contact on the site.")
    picture(desk, "warn")
    assert fits(desk)
    desk.get_by_role("button", name="Warn").click()
    desk.get_by_text("Its owner is warned, and whoever reported it is told.").wait_for()

    hers.reload()
    seen(hers, picture, accessibility_problems, "reports-judged")
    assert "Waits" not in hers.locator("main").inner_text()
    hers.goto(hers.url.replace("/settings/reports/", "/notifications/"))
    hers.get_by_text("Thank you for telling us").first.wait_for()
    seen(hers, picture, accessibility_problems, "notices-of-the-client")
    his = look("/notifications/", width=360, scheme=scheme, person=ben)
    his.get_by_text("was reported, and an operator found it wrong").first.wait_for()
    seen(his, picture, accessibility_problems, "notices-of-the-freelancer")
    # What was wrong comes by mail; who reported it comes to nobody.
    letter = Mail.objects.get(to=ben.email, subject="A warning about something of yours")
    assert "Keep payment and contact on the site." in letter.text
    assert "Ada" not in his.locator("main").inner_text() + letter.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_freelancer_reports_a_job_on_a_phone(look, job, ada, ben, olga, accessibility_problems, picture, scheme):
    his = look(f"/jobs/{job.pk}/", width=360, scheme=scheme, person=ben)
    his.get_by_role("link", name="Report").click()
    his.get_by_role("button", name="Send report").click()
    his.get_by_text("Choose what is wrong.").wait_for()
    seen(his, picture, accessibility_problems, "job-report-refused")
    his.get_by_label("Fraud").check()
    his.get_by_role("button", name="Send report").click()
    his.get_by_text("you will be told what came of it").wait_for()
    desk = look(f"/admin/accounts/case/{Case.objects.get().pk}/keep/", width=360, scheme=scheme, person=olga)
    desk.get_by_label("Reason").fill("An honest job")
    picture(desk, "keep")
    assert fits(desk)
    desk.get_by_role("button", name="Keep").click()
    desk.get_by_text("Kept. Whoever reported it is told.").wait_for()
    his.reload()
    seen(his, picture, accessibility_problems, "job-reports-judged")
    his.goto(his.url.replace("/settings/reports/", "/notifications/"))
    his.get_by_text("We found nothing against our rules").first.wait_for()
    seen(his, picture, accessibility_problems, "notices-of-the-reporter")
    assert Job.objects.get().is_live


def seen(page, picture, problems, name) -> None:
    picture(page, name)
    assert problems(page) == [], name
    assert fits(page), name


@pytest.mark.parametrize("script", [True, False])
def test_blocking_and_unblocking(look, job, ada, ben, script):
    page = look(f"/jobs/{job.pk}/", person=ben, script=script)
    page.get_by_role("link", name="Block", exact=True).click()
    page.get_by_role("button", name="Block", exact=True).click()
    page.get_by_text("is blocked and is not told").wait_for()
    assert blocking.blocks_between(ada.pk, ben.pk)
    page.get_by_role("button", name="Unblock Ada Ltd").click()
    page.get_by_text("You have blocked nobody").wait_for()


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_the_pages_fit_and_are_accessible(look, post, job, ada, ben, cleo, accessibility_problems, width, scheme):
    blocking.block(cleo, by=ben, name="N" * 120)
    for each in (job, post(title="W" * 120)):
        thing = registry.find("job", each.pk, ben)
        reporting.report("job", each.pk, thing, by=ben, reason="fraud", text="D" * 500)
    other = post()
    page = look("/settings/reports/", width=width, scheme=scheme, person=ben)
    paths = ["/settings/reports/", "/settings/blocked/", f"/report/job/{other.pk}/", f"/block/job/{other.pk}/"]
    check(page, [*paths, f"/report/person/{cleo.pk}/", f"/jobs/{other.pk}/"], accessibility_problems)


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_whoever_is_suspended_reads_why_and_until_when(look, ben, olga, accessibility_problems, width, scheme):
    standing.suspend(ben, by=olga, days=7, reason="Sent clients a telephone number after two warnings.")
    page = look("/accounts/login/", width=width, scheme=scheme)
    page.get_by_label("E-mail").fill(ben.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_text("Sent clients a telephone number").wait_for()
    assert accessibility_problems(page) == []
    assert fits(page)
