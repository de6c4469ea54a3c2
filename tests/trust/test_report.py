"""Reporting: by whom, of what, how often, and what comes of it."""

import pytest

from accounts.models import Case, Report
from accounts.trust import judging, registry
from accounts.trust.models import Reason
from common.models import Mail, Notice
from jobs.choices import Violation


def test_reasons_hold_every_violation():
    assert set(Violation.values) <= set(Reason.values)


def test_what_can_be_reported():
    assert {"job", "person", "proposal"} <= set(registry._kinds)


def test_many_reports_join_one_case(job, ben, cleo, report):
    first, second = report("job", job.pk, by=ben), report("job", job.pk, by=cleo)
    assert first == second
    assert (Case.objects.get().reports_count, Case.objects.get().title) == (2, job.title)


def test_one_person_reports_one_thing_once(job, ben, report):
    report("job", job.pk, by=ben)
    report("job", job.pk, by=ben, reason="spam")
    assert Case.objects.get().reports_count == 1
    assert Report.objects.get().reason == "fraud"


def test_a_decided_case_is_followed_by_a_new_one(job, ben, cleo, olga, report):
    judging.keep(report("job", job.pk, by=ben), by=olga, why="Looks fine")
    assert report("job", job.pk, by=cleo).is_open
    assert Case.objects.count() == 2


def test_the_way_through_the_pages(client, job, ben):
    client.force_login(ben)
    assert f'href="/report/job/{job.pk}/"' in client.get(f"/jobs/{job.pk}/").content.decode()
    page = client.get(f"/jobs/{job.pk}/report/")
    assert "Whom it is about never learns" in page.content.decode()
    assert client.post(f"/jobs/{job.pk}/report/", {"reason": "other"}).status_code == 200
    assert not Report.objects.exists()
    done = client.post(f"/jobs/{job.pk}/report/", {"reason": "other", "text": "It is odd."}, follow=True)
    assert "you will be told what came of it" in done.content.decode()
    again = client.get(f"/report/job/{job.pk}/", follow=True).content.decode()
    assert "You have reported this already" in again


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"reason": "nonsense"},
        {"reason": ["fraud", "x"] * 40, "text": "x" * 1001},
        {"reason": "fraud", "text": "a\x00b"},
        {"reason": "other", "text": "   "},
    ],
)
def test_bad_input_is_said_beside_the_field(client, job, ben, posted):
    client.force_login(ben)
    assert client.post(f"/report/job/{job.pk}/", posted).status_code == 200
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202eevil", "😀" * 500, "[x](javascript:alert(1))"]
)
def test_hostile_texts_are_shown_as_text(client, job, ben, olga, text, report):
    case = report("job", job.pk, by=ben, text=text)
    client.force_login(olga)
    page = client.get(f"/admin/accounts/case/{case.pk}/change/").content.decode()
    assert "<script>alert(1)" not in page
    client.force_login(ben)
    assert "<script>alert(1)" not in client.get("/settings/reports/").content.decode()


def test_it_is_throttled(client, post, ben):
    client.force_login(ben)
    jobs = [post() for _ in range(11)]
    for job in jobs[:10]:
        assert client.post(f"/report/job/{job.pk}/", {"reason": "spam"}).status_code == 302
    refused = client.post(f"/report/job/{jobs[10].pk}/", {"reason": "spam"})
    assert "a lot of reports" in refused.content.decode()
    assert Report.objects.count() == 10


def test_whoever_reported_stays_unnamed_to_the_owner(job, ada, ben, olga, report):
    judging.warn(report("job", job.pk, by=ben), by=olga, why="Deposit", said="Do not ask for a deposit.")
    told = Mail.objects.get(to=ada.email)
    assert "Do not ask for a deposit." in told.text
    assert "Ben" not in told.text + told.html + Notice.objects.get(person=ada).text
    assert "spoken to whom it concerns" in Notice.objects.get(person=ben).text


def test_the_reporter_sees_what_came_of_it(client, job, ben, olga, report):
    case = report("job", job.pk, by=ben)
    client.force_login(ben)
    assert "An operator will look at it" in client.get("/settings/reports/").content.decode()
    judging.keep(case, by=olga, why="Fine")
    assert "left it as it is" in client.get("/settings/reports/").content.decode()
