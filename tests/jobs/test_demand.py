"""Categories in demand: measured once a day from what the last 30 days brought."""

from datetime import timedelta

import pytest

from accounts.models import Category
from common import clock, sweeps
from jobs import demand
from jobs import services as jobs
from jobs.models import CategoryDemand, Job
from tests.conftest import MONDAY


@pytest.fixture
def four_trades(post):
    """Four categories with a job each, and 1, 2, 3 and 9 proposals for it."""
    trades = [Category.objects.create(name=f"Trade {n}", slug=f"trade-{n}") for n in (1, 2, 3, 9)]
    with clock.at(MONDAY):
        for trade in trades:
            job = post(category=trade)
            jobs.count_proposal(job, int(trade.slug[-1]))
    return trades


def in_demand() -> set[str]:
    return set(CategoryDemand.objects.filter(in_demand=True).values_list("category__slug", flat=True))


def test_the_top_quarter_is_marked(four_trades):
    assert demand.measure_due(MONDAY + timedelta(hours=1)) == 4
    assert in_demand() == {"trade-9"}


def test_a_job_published_then_costs_one_more_and_says_so(four_trades, post):
    demand.measure(MONDAY)
    job = post(category=four_trades[3])
    assert (job.cost, jobs.promised(job).in_demand) == (5, 1)
    assert post(category=four_trades[0]).cost == 4


def test_it_is_measured_once_a_day(four_trades):
    demand.measure_due(MONDAY)
    assert demand.measure_due(MONDAY + timedelta(hours=23)) == 0
    assert demand.next_measure() == MONDAY + timedelta(days=1)
    assert demand.measure_due(MONDAY + timedelta(days=1)) == 4


def test_what_is_older_than_30_days_no_longer_counts(four_trades):
    demand.measure(MONDAY)
    demand.measure_due(MONDAY + timedelta(days=31))
    assert in_demand() == set()
    assert CategoryDemand.objects.filter(jobs=0, proposals=0).count() == 4


def test_drafts_do_not_count(ada, design):
    jobs.draft(ada, category=design)
    assert demand.next_measure() is None
    assert demand.measure(MONDAY) == 0


def test_it_is_a_sweep_known_to_beat(db):
    assert sweeps.named("jobs.demand").next_due() is None


def test_measuring_is_a_few_queries_whatever_the_size(four_trades, post, django_assert_max_num_queries):
    for _ in range(5):
        post(category=four_trades[0])
    with django_assert_max_num_queries(6):
        demand.measure(clock.now())
    assert Job.objects.count() == 9
