"""What `make bench` writes by hand keeps up with the tables."""

import pytest

from jobs.models import Job
from talent.models import FreelancerProfile
from tests.benchmarks import campaigns, job_market, site, sweeping, talent_market

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_its_markets_can_be_filled():
    job_market.fill(jobs=200, clients=20)
    talent_market.fill(people=50)
    assert Job.objects.count() == 200
    assert FreelancerProfile.objects.count() == 50


def test_its_sweeps_can_be_measured():
    site.fill(400)
    found = sweeping.run(400)
    assert found["grant"]["per_s"] > 0
    assert found["expire"]["longest_lock_s"] > 0


def test_its_campaigns_can_be_measured():
    site.fill(4_000)
    assert campaigns.run(4_000)["campaign_wallets_per_s"] > 0
