"""What `make bench` writes by hand keeps up with the tables."""

import pytest

from jobs.models import Job
from talent.models import FreelancerProfile
from tests.benchmarks import job_market, talent_market

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_its_markets_can_be_filled():
    job_market.fill(jobs=200, clients=20)
    talent_market.fill(people=50)
    assert Job.objects.count() == 200
    assert FreelancerProfile.objects.count() == 50
