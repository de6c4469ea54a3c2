"""Publishing: what it needs, and what it promises from then on."""

from datetime import timedelta

import pytest

from common import clock, policies
from jobs import services as jobs
from jobs.errors import AlreadyFeaturing, JobEnded, JobIncomplete, MayNotFeature, NotYourJob
from jobs.models import CategoryDemand, CostPolicy, Job, Status
from jobs.signals import job_published
from tests.conftest import MONDAY


@pytest.fixture
def draft(ada, design):
    return jobs.draft(
        ada, title="Logo", description="Draw it.", category=design, budget_type="fixed", fixed_minor=150_000
    )


def test_a_draft_becomes_an_open_job_with_its_price_and_its_last_day(ada, draft):
    with clock.at(MONDAY):
        job = jobs.publish(draft, by=ada)
    assert job.status == Status.OPEN
    assert job.published_at == MONDAY
    assert job.expires_at == MONDAY + timedelta(days=30)
    assert jobs.promised(job).total == 6
    assert jobs.promised(job).high_paying == 2


def test_the_promise_outlives_a_change_of_the_figures(ada, olga, draft):
    job = jobs.publish(draft, by=ada)
    policies.change(CostPolicy.objects.get(), actor=olga, reason="Autumn prices", basic=5, high_fixed_minor=900_000)
    job.refresh_from_db()
    assert (job.cost, jobs.promised(job).high_paying_from_minor) == (6, 100_000)
    assert jobs.price(job).total == 5


def test_a_category_in_demand_costs_one_more(ada, draft, design):
    CategoryDemand.objects.create(category=design, in_demand=True, measured_at=clock.now())
    assert jobs.publish(draft, by=ada).cost == 7


def test_it_counts_in_the_clients_record(ada, draft):
    jobs.publish(draft, by=ada)
    ada.client_profile.refresh_from_db()
    assert ada.client_profile.jobs_posted == 1


def test_it_tells_the_rooms_above(ada, draft):
    told = []

    def hear(sender, job, **_):
        told.append(job.pk)

    job_published.connect(hear)
    try:
        jobs.publish(draft, by=ada)
    finally:
        job_published.disconnect(hear)
    assert told == [draft.pk]


def test_an_incomplete_draft_says_what_is_missing_field_by_field(ada):
    with pytest.raises(JobIncomplete) as refused:
        jobs.publish(jobs.draft(ada), by=ada)
    assert set(refused.value.fields) == {"title", "description", "category", "fixed_minor"}
    assert Job.objects.get().status == Status.DRAFT


@pytest.mark.parametrize(
    ("rates", "field"),
    [((None, 5000), "hourly_from_minor"), ((5000, None), "hourly_to_minor"), ((5000, 4000), "hourly_to_minor")],
)
def test_an_hourly_job_needs_a_range(ada, draft, rates, field):
    low, high = rates
    jobs.edit(draft, by=ada, budget_type="hourly", fixed_minor=None, hourly_from_minor=low, hourly_to_minor=high)
    with pytest.raises(JobIncomplete) as refused:
        jobs.publish(draft, by=ada)
    assert set(refused.value.fields) == {field}


def test_nobody_publishes_anothers_draft(ben, draft):
    with pytest.raises(NotYourJob):
        jobs.publish(draft, by=ben)


def test_a_job_is_published_once(ada, job):
    with pytest.raises(JobEnded):
        jobs.publish(job, by=ada)


@pytest.fixture
def trusted(ada):
    ada.client_profile.domain_verified = True
    ada.client_profile.save()
    return ada


def test_featuring_needs_a_trust_label(ada, draft):
    jobs.edit(draft, by=ada, featured=True)
    with pytest.raises(MayNotFeature):
        jobs.publish(draft, by=ada)


def test_a_featured_job_is_premium(trusted, draft):
    jobs.edit(draft, by=trusted, featured=True)
    assert jobs.promised(jobs.publish(draft, by=trusted)).premium == 2


def test_a_client_features_one_job_at_a_time(trusted, post):
    first = post(featured=True)
    with pytest.raises(AlreadyFeaturing):
        post(featured=True)
    jobs.cancel(first, by=trusted)
    assert post(featured=True).featured
