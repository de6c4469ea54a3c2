"""Operators remove jobs for a violation; a removal may follow any ending."""

import pytest

from common import clock
from jobs import services as jobs
from jobs.errors import JobEnded, JobGone, RemovalNeedsReason
from jobs.models import JobEnd, Status, Violation
from tests.conftest import MONDAY


def remove(job, olga, **changes):
    return jobs.remove(job, **({"by": olga, "violation": Violation.FRAUD, "reason": "Asks for a deposit"} | changes))


def test_an_open_job_is_taken_down(ada, olga, job):
    closure = remove(job, olga)
    job.refresh_from_db()
    assert (job.status, closure.end, closure.violation, closure.by) == (
        Status.CLOSED,
        JobEnd.REMOVED,
        Violation.FRAUD,
        olga,
    )
    ada.client_profile.refresh_from_db()
    assert ada.client_profile.jobs_cancelled == ada.client_profile.jobs_unfilled == 0


@pytest.mark.parametrize("ending", ["cancelled", "filled", "expired"])
def test_a_removal_follows_any_ending(ada, olga, post, ending):
    with clock.at(MONDAY):
        job = post()
    if ending == "cancelled":
        jobs.cancel(job, by=ada)
    elif ending == "filled":
        jobs.count_hire(job)
        jobs.fill(job, by=ada)
    else:
        jobs.expire_due(job.expires_at)
    remove(job, olga)
    assert set(job.closures.values_list("end", flat=True)) == {ending, "removed"}


def test_it_is_removed_once(olga, job):
    remove(job, olga)
    with pytest.raises(JobEnded):
        remove(job, olga)


def test_a_draft_is_nothing_to_remove(ada, olga):
    with pytest.raises(JobGone):
        remove(jobs.draft(ada), olga)


@pytest.mark.parametrize("changes", [{"reason": " "}, {"violation": ""}, {"violation": "rudeness"}])
def test_it_names_its_violation_and_says_why(olga, job, changes):
    with pytest.raises(RemovalNeedsReason):
        remove(job, olga, **changes)
    job.refresh_from_db()
    assert job.is_open


def test_what_it_said_is_spread_no_further(client, ada, ben, olga, job):
    remove(job, olga)
    page = client.get(job.get_absolute_url()).content.decode()
    assert "Fraud" in page
    assert "small bakery" not in page
    client.force_login(ben)
    assert "small bakery" not in client.get(job.get_absolute_url()).content.decode()
    client.force_login(ada)
    page = client.get(job.get_absolute_url()).content.decode()
    assert "small bakery" in page
    assert "Asks for a deposit" in page
