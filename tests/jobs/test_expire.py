"""Jobs end by themselves after 30 days, and their clients are told before."""

from datetime import timedelta

import pytest
from django.utils.translation import get_language

from accounts.models import User
from common import clock, dates, policies, sweeps
from common.models import Mail, Notice
from jobs import services as jobs
from jobs.errors import JobNotOpen
from jobs.models import Job, JobEnd, JobPolicy, Status
from jobs.reminding import next_reminder, remind_due
from tests.conftest import MONDAY

DAY = timedelta(days=1)


@pytest.fixture
def job(post):
    with clock.at(MONDAY):
        return post()


def test_a_job_without_a_decision_expires_after_30_days(ada, job):
    assert jobs.expire_due(MONDAY + 30 * DAY - timedelta(seconds=1)) == 0
    assert jobs.expire_due(MONDAY + 30 * DAY) == 1
    job.refresh_from_db()
    closure = job.closures.get()
    assert (job.status, closure.end, closure.by, closure.after_hire) == (Status.CLOSED, JobEnd.EXPIRED, None, False)
    ada.client_profile.refresh_from_db()
    assert (ada.client_profile.jobs_unfilled, ada.client_profile.jobs_cancelled) == (1, 0)


def test_expiring_twice_ends_it_once(ada, job):
    jobs.expire_due(MONDAY + 30 * DAY)
    assert jobs.expire_due(MONDAY + 31 * DAY) == 0
    assert job.closures.count() == 1


def test_a_job_that_hired_somebody_was_not_abandoned(ada, job):
    jobs.count_hire(job)
    jobs.expire_due(MONDAY + 30 * DAY)
    closure = job.closures.get()
    assert (closure.end, closure.after_hire) == (JobEnd.FILLED, True)
    ada.client_profile.refresh_from_db()
    assert (ada.client_profile.jobs_filled, ada.client_profile.jobs_unfilled) == (1, 0)


def test_a_paused_job_expires_too(ada, job):
    jobs.pause(job, by=ada)
    assert jobs.expire_due(MONDAY + 30 * DAY) == 1


def test_drafts_never_expire(ada):
    jobs.draft(ada)
    assert jobs.expire_due(MONDAY + 10_000 * DAY) == 0


def test_past_its_last_day_a_job_takes_no_proposals_even_before_the_sweep_comes(job):
    with clock.at(MONDAY + 30 * DAY), pytest.raises(JobNotOpen):
        jobs.lock(job.pk)


def test_days_of_silence_are_caught_up(post):
    with clock.at(MONDAY):
        for _ in range(3):
            post()
    assert jobs.expire_due(MONDAY + 90 * DAY) == 3


def test_the_sweep_knows_when_the_next_one_is_due(job):
    assert sweeps.named("jobs.expire").next_due() == MONDAY + 30 * DAY


def test_the_client_is_told_three_days_before_once(ada, job):
    assert next_reminder() == MONDAY + 27 * DAY
    assert remind_due(MONDAY + 27 * DAY - timedelta(seconds=1)) == 0
    assert remind_due(MONDAY + 27 * DAY) == 1
    assert remind_due(MONDAY + 28 * DAY) == 0
    notice = Notice.objects.get(person=ada)
    assert "Draw a logo" in notice.text
    assert notice.link == job.get_absolute_url()
    mail = Mail.objects.get(to=ada.email)
    assert mail.subject == "Your job closes soon: Draw a logo for a bakery"
    assert job.get_absolute_url() in mail.text
    assert job.get_absolute_url() in mail.html
    assert next_reminder() is None


def test_a_client_who_reads_german_is_told_in_german_whoever_runs_the_sweep(ada, job, monkeypatch):
    User.objects.filter(pk=ada.pk).update(language="de")
    monkeypatch.setattr(dates, "long_day", lambda _: f"day in {get_language()}")
    remind_due(MONDAY + 27 * DAY)
    assert "day in de" in Notice.objects.get(person=ada).text


def test_more_time_brings_a_new_reminder(ada, job):
    remind_due(MONDAY + 27 * DAY)
    with clock.at(MONDAY + 28 * DAY):
        jobs.extend(job, by=ada)
    assert Job.objects.get().expires_at == MONDAY + 58 * DAY
    assert remind_due(MONDAY + 55 * DAY) == 1
    assert Notice.objects.filter(person=ada).count() == Mail.objects.count() == 2


def test_nobody_is_told_of_a_job_that_has_ended(ada, job):
    jobs.cancel(job, by=ada)
    assert remind_due(MONDAY + 27 * DAY) == 0


def test_the_days_are_the_operators(olga, job):
    policies.change(JobPolicy.objects.get(), actor=olga, reason="Longer notice", remind_days_before=7)
    assert remind_due(MONDAY + 23 * DAY) == 1
