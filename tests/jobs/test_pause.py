"""Holding a job back, and giving it more time."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from jobs import services as jobs
from jobs.errors import JobEnded, JobGone, JobNotOpen, NotYourJob
from jobs.models import Status
from tests.conftest import MONDAY


def test_a_paused_job_takes_no_proposals_and_keeps_its_last_day(ada, post):
    with clock.at(MONDAY):
        job = post()
        jobs.pause(job, by=ada)
        with pytest.raises(JobNotOpen):
            jobs.lock(job.pk)
        assert jobs.lock_live(job.pk).expires_at == MONDAY + timedelta(days=30)
        jobs.resume(job, by=ada)
        assert jobs.lock(job.pk).status == Status.OPEN


def test_pausing_twice_is_pausing_once(ada, job):
    jobs.pause(job, by=ada)
    jobs.pause(job, by=ada)
    job.refresh_from_db()
    assert job.status == Status.PAUSED


@pytest.mark.parametrize("verb", [jobs.pause, jobs.resume, jobs.extend])
def test_an_ended_job_stays_ended(ada, job, verb):
    jobs.cancel(job, by=ada)
    with pytest.raises(JobEnded):
        verb(job, by=ada)
    job.refresh_from_db()
    assert job.status == Status.CLOSED


@pytest.mark.parametrize("verb", [jobs.pause, jobs.resume, jobs.extend])
def test_nobody_does_it_to_anothers_job(ben, job, verb):
    with pytest.raises(NotYourJob):
        verb(job, by=ben)


@pytest.mark.parametrize("verb", [jobs.pause, jobs.resume, jobs.extend])
def test_a_draft_is_neither_open_nor_paused(ada, verb):
    draft = jobs.draft(ada)
    with pytest.raises(JobEnded):
        verb(draft, by=ada)


def test_locks_know_what_there_is(ada, job):
    with pytest.raises(JobGone):
        jobs.lock(job.pk + 1)
    with pytest.raises(JobGone):
        jobs.lock(jobs.draft(ada).pk)
    jobs.cancel(job, by=ada)
    with pytest.raises(JobNotOpen):
        jobs.lock(job.pk)
    with pytest.raises(JobEnded):
        jobs.lock_live(job.pk)
    assert jobs.lock_published(job.pk) == job


@pytest.mark.parametrize("name", ["job_pause", "job_resume", "job_extend", "job_repost", "job_discard", "job_save"])
def test_it_rejects_get(client, ada, job, name):
    client.force_login(ada)
    assert client.get(reverse(name, args=[job.pk])).status_code == 405


@pytest.mark.parametrize("name", ["job_pause", "job_resume", "job_extend", "job_repost", "job_discard"])
def test_others_find_nothing_there(client, ben, job, name):
    client.force_login(ben)
    assert client.post(reverse(name, args=[job.pk])).status_code == 404


def test_the_client_pauses_and_resumes_on_the_page(client, ada, job):
    client.force_login(ada)
    client.post(reverse("job_pause", args=[job.pk]))
    page = client.get(job.get_absolute_url()).content.decode()
    assert "takes no proposals" in page
    assert job.title not in client.get(reverse("job_list")).content.decode()
    client.post(reverse("job_resume", args=[job.pk]))
    assert job.title in client.get(reverse("job_list")).content.decode()


def test_an_ended_job_is_posted_again_as_a_draft(client, ada, post):
    job = post(questions=["When can you start?"])
    jobs.cancel(job, by=ada)
    client.force_login(ada)
    answer = client.post(reverse("job_repost", args=[job.pk]))
    copy = ada.jobs.exclude(pk=job.pk).get()
    assert answer.url == reverse("job_edit", args=[copy.pk])
    assert (copy.status, copy.title, copy.fixed_minor) == (Status.DRAFT, job.title, job.fixed_minor)
    assert [question.text for question in copy.questions.all()] == ["When can you start?"]
    assert list(copy.skills.all()) == list(job.skills.all())


def test_a_draft_can_be_thrown_away(client, ada, job):
    draft = jobs.draft(ada, title="Never mind", questions=["Why?"])
    client.force_login(ada)
    client.post(reverse("job_discard", args=[draft.pk]))
    assert list(ada.jobs.all()) == [job]
    assert client.post(reverse("job_discard", args=[job.pk])).status_code == 404
