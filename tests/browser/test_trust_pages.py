"""Reports, the judging desk, blocks and a suspension in Chromium: as everybody concerned sees them."""

import pytest

from accounts import blocking
from accounts.models import Case
from accounts.trust import registry, reporting, standing
from jobs.models import Job
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
