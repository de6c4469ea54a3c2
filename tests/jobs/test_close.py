"""How a client ends a job, and what becomes of it."""

import pytest
from django.urls import reverse

from jobs import services as jobs
from jobs.errors import JobEnded, NobodyHired, NotYourJob
from jobs.models import JobClosure, JobEnd, Status
from jobs.signals import job_closed


@pytest.fixture
def heard():
    """What the rooms above hear of endings."""
    ends = []

    def hear(sender, job, closure, **_):
        ends.append((job.pk, closure.end, closure.after_hire))

    job_closed.connect(hear)
    yield ends
    job_closed.disconnect(hear)


def test_cancelling_says_when_by_whom_and_why(ada, job, heard):
    closure = jobs.cancel(job, by=ada, reason="  The bakery closed. ")
    job.refresh_from_db()
    assert job.status == Status.CLOSED
    assert (closure.end, closure.by, closure.reason, closure.after_hire) == (
        JobEnd.CANCELLED,
        ada,
        "The bakery closed.",
        False,
    )
    assert heard == [(job.pk, JobEnd.CANCELLED, False)]
    ada.client_profile.refresh_from_db()
    assert ada.client_profile.jobs_cancelled == 1


def test_filling_needs_a_hire(ada, job):
    with pytest.raises(NobodyHired):
        jobs.fill(job, by=ada)
    job.refresh_from_db()
    assert job.is_open
    jobs.count_hire(job)
    assert jobs.fill(job, by=ada).after_hire
    ada.client_profile.refresh_from_db()
    assert (ada.client_profile.jobs_filled, ada.client_profile.hires) == (1, 1)


def test_cancelling_after_a_hire_is_kept_as_such(ada, job, heard):
    jobs.count_hire(job)
    jobs.cancel(job, by=ada)
    assert heard == [(job.pk, JobEnd.CANCELLED, True)]


def test_a_job_ends_once(ada, job):
    jobs.cancel(job, by=ada)
    jobs.count_hire(job)
    for again in (jobs.cancel, jobs.fill):
        with pytest.raises(JobEnded):
            again(job, by=ada)
    assert JobClosure.objects.count() == 1


def test_nobody_closes_anothers_job(ben, job):
    for verb in (jobs.cancel, jobs.fill):
        with pytest.raises(NotYourJob):
            verb(job, by=ben)


def test_a_failing_receiver_leaves_the_job_open(ada, job):
    def refuse(sender, **_):
        raise RuntimeError("The room above could not write its settlement.")

    job_closed.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            jobs.cancel(job, by=ada)
    finally:
        job_closed.disconnect(refuse)
    job.refresh_from_db()
    assert job.is_open
    assert not job.closures.exists()


# --- the page -------------------------------------------------------------------------------------------------------
def close(client, job, **data):
    return client.post(reverse("job_close", args=[job.pk]), data)


def test_the_client_cancels_on_the_page(client, ada, job):
    client.force_login(ada)
    answer = close(client, job, end="cancelled", reason="Plans changed")
    assert answer.url == job.get_absolute_url()
    page = client.get(answer.url).content.decode()
    assert "Cancelled by the client" in page
    assert "Plans changed" in page


def test_filled_is_offered_only_after_a_hire(client, ada, job):
    client.force_login(ada)
    assert 'value="filled"' not in client.get(reverse("job_close", args=[job.pk])).content.decode()
    answer = close(client, job, end="filled")
    assert answer.status_code == 200
    assert "Choose how the job ends." in answer.content.decode()
    jobs.count_hire(job)
    assert close(client, job, end="filled").status_code == 302
    assert "Filled" in client.get(job.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"end": ""}, {"end": "removed"}, {"end": "x\0"}, {"end": "cancelled", "reason": "x" * 501}]
)
def test_nonsense_is_answered_beside_the_field(client, ada, job, data):
    client.force_login(ada)
    answer = close(client, job, **data)
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    job.refresh_from_db()
    assert job.is_open


def test_an_ended_job_leads_back_to_its_page(client, ada, job):
    jobs.cancel(job, by=ada)
    client.force_login(ada)
    assert client.get(reverse("job_close", args=[job.pk])).url == job.get_absolute_url()
    assert close(client, job, end="cancelled").url == job.get_absolute_url()


def test_visitors_are_asked_to_log_in(client, job):
    assert reverse("account_login") in close(client, job, end="cancelled").url
