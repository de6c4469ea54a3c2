"""Removal for a violation: one action, and everyone who is due is told of the refund at once."""

import pytest
from django.urls import reverse

from connects import services as connects
from connects.models import Source
from jobs.models import JobClosure, JobEnd
from proposals import services as proposals
from proposals.models import Settlement
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


@pytest.fixture
def url(job):
    return reverse("admin:jobs_job_remove", args=[job.pk])


def test_a_removal_keeps_who_and_why_and_announces_the_refunds(operator, olga, job, ben, url):
    connects.grant(
        ben.wallet.pk, 40, source=Source.JOINING, expires_at=ben.joined_at.replace(year=2099), reference="joining:ben"
    )
    proposals.submit(job, author=ben, letter="Let me do this.", bid_minor=50_000, answers={})
    operator.post(url, {"violation": "fraud", "reason": "Asked for a deposit"})
    closure = JobClosure.objects.get(job=job)
    assert (closure.end, closure.by, closure.reason) == (JobEnd.REMOVED, olga, "Asked for a deposit")
    assert Settlement.objects.filter(job=job, settled_at=None).exists()
    assert_books_balance()


def test_without_a_reason_the_job_stays(operator, job, url):
    page = operator.post(url, {"violation": "fraud", "reason": ""})
    assert page.status_code == 200
    job.refresh_from_db()
    assert job.is_open


def test_a_job_is_removed_once(operator, job, url):
    for _ in range(2):
        page = operator.post(url, {"violation": "fraud", "reason": "Asked for a deposit"})
    assert page.status_code == 200
    assert b"already ended" in page.content
    assert JobClosure.objects.filter(job=job).count() == 1


@pytest.mark.parametrize("violation", ["", "boredom"])
def test_a_violation_is_one_of_the_four(operator, job, url, violation):
    assert operator.post(url, {"violation": violation, "reason": "x"}).status_code == 200
    assert not JobClosure.objects.exists()
