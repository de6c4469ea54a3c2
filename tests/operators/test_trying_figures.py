"""Before an operator changes what a proposal costs: what other figures would have charged. Asking changes nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from jobs import services as jobs
from jobs.models import CostPolicy, Job
from jobs.simulation import Price, simulate
from tests.conftest import MONDAY


@pytest.fixture(autouse=True)
def monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def market(post):
    """Three jobs of the last month with 2, 3 and 0 proposals, at 4, 6 and 8 Connects; one older."""
    with clock.at(MONDAY - timedelta(days=31)):
        jobs.count_proposal(post(title="Old"), 50)
    jobs.count_proposal(post(title="Plain"), 2)
    jobs.count_proposal(post(title="High", fixed_minor=150_000), 3)
    post(title="Both", fixed_minor=150_000, level="expert")


@pytest.fixture
def address():
    return reverse("admin:jobs_costpolicy_try_figures", args=[1])


def figures(**changes):
    policy = CostPolicy.objects.get(pk=1)
    for name, value in changes.items():
        setattr(policy, name, value)
    return policy


def test_the_figures_in_force_change_nothing(market):
    found = simulate(figures(), at=MONDAY)
    assert (found.jobs, found.proposals, found.charged, found.would) == (3, 5, 2 * 4 + 3 * 6, 2 * 4 + 3 * 6)
    assert found.prices == [Price(4, 1, 1), Price(6, 1, 1), Price(8, 1, 1)]
    assert (found.dearer, found.cheaper, found.difference) == (0, 0, 0)


def test_other_figures_are_counted_job_by_job(market):
    found = simulate(figures(basic=5, high_paying=1), at=MONDAY)
    assert found.prices == [Price(4, 1, 0), Price(5, 0, 1), Price(6, 1, 1), Price(8, 1, 1)]
    assert (found.would, found.dearer, found.cheaper) == (2 * 5 + 3 * 6, 1, 0)
    assert (found.average, found.average_would) == ("5.20", "5.60")


def test_another_border_of_high_pay_counts_too(market):
    assert simulate(figures(high_fixed_minor=200_000), at=MONDAY).would == 5 * 4


def test_an_empty_market_has_no_average(db):
    assert (simulate(figures(), at=MONDAY).average, simulate(figures(), at=MONDAY).prices) == ("", [])


def test_the_page_answers_and_keeps_nothing(client, olga, market, address):
    client.force_login(olga)
    before = figures().figures()
    page = client.get(address).content.decode()
    assert "With the figures in force" in page
    typed = before | {"basic": 5, "high_fixed_minor": "1,000", "high_hourly_minor": "50"}
    tried = client.get(address, typed).content.decode()
    assert "With these figures" in tried
    assert "(+5)" in tried
    assert CostPolicy.objects.get(pk=1).figures() == before
    assert set(Job.objects.exclude(title="Old").values_list("cost", flat=True)) == {4, 6, 8}


@pytest.mark.parametrize(
    "wrong", [{"basic": -1}, {"basic": "many"}, {"lowest": 9, "highest": 8}, {"lowest": 0}, {"basic": 10**30}]
)
def test_what_makes_no_sense_is_said(client, olga, market, address, wrong):
    client.force_login(olga)
    answer = client.get(address, figures().figures() | wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "With the figures in force" in answer.content.decode()


def test_nobody_else_looks(client, ada, ben, address):
    for person in (ada, ben):
        client.force_login(person)
        assert client.get(address).status_code == 302
