"""A job's own page: what it costs and why, what goes on, and what the client has done before."""

import re

import pytest
from django.urls import reverse

from common import clock
from connects import services as connects
from jobs import services as jobs
from jobs.models import CategoryDemand
from tests.books import assert_books_balance
from tests.queries import cost


def read(client, job) -> str:
    answer = client.get(job.get_absolute_url())
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_price_stands_with_the_sum_it_comes_from(client, post, design):
    CategoryDemand.objects.create(category=design, in_demand=True, measured_at=clock.now())
    page = read(client, post(level="expert", fixed_minor=150_000))
    for part in ("Basic job", "High-paying", "$1,000 or more", "expert level", "In demand", "Never more than 8"):
        assert part in page
    assert "&minus;1" in page


def test_a_well_paid_hour_is_said_as_the_rule_says_it(client, post):
    page = read(client, post(budget_type="hourly", hourly_from_minor=4_000, hourly_to_minor=6_000))
    assert "$50 an hour or more" in page
    assert "up to $50" not in page


def test_a_plain_job_shows_a_plain_sum(client, job):
    page = read(client, job)
    assert "High-paying" not in page
    assert "Never more" not in page


def test_a_freelancer_sees_the_balance_before_and_after(client, ben, job):
    connects.grant_once(ben, connects.Source.JOINING)
    client.force_login(ben)
    page = read(client, job)
    assert re.search(r"Your balance</dt>.*?>40<.*?Balance after</dt>.*?>36<", page)
    assert_books_balance()


def test_activity_and_the_clients_record_are_shown(client, ada, ben, job):
    jobs.count_proposal(job, 7)
    jobs.count_shortlisted(job, 3)
    client.force_login(ben)
    page = read(client, job)
    assert '<dt>Proposals</dt><dd class="number">7</dd>' in page
    assert '<dt>Shortlisted</dt><dd class="number">3</dd>' in page
    assert "<dt>Client last looked</dt><dd>Not yet</dd>" in page
    assert "About the client" in page


def test_only_the_clients_own_look_counts_as_seen(client, ada, ben, job):
    client.force_login(ben)
    read(client, job)
    job.refresh_from_db()
    assert job.client_seen_at is None
    client.force_login(ada)
    read(client, job)
    job.refresh_from_db()
    assert job.client_seen_at is not None


def test_the_questions_are_there_before_one_applies(client, post):
    assert "When can you start?" in read(client, post(questions=["When can you start?"]))


def test_the_client_has_the_controls_and_others_do_not(client, ada, ben, job):
    client.force_login(ada)
    assert reverse("job_close", args=[job.pk]) in read(client, job)
    client.force_login(ben)
    assert reverse("job_close", args=[job.pk]) not in read(client, job)


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_no_such_job_is_a_plain_404(client, db, pk):
    assert client.get(f"/jobs/{pk}/").status_code == 404


@pytest.mark.parametrize("name", ["job_edit", "job_close"])
def test_no_such_job_of_mine_is_a_plain_404(client, ada, name):
    client.force_login(ada)
    assert client.get(reverse(name, args=[10**30])).status_code == 404


def test_what_people_write_is_never_markup(client, post):
    page = read(client, post(title="<script>x</script>", description="<img src=x onerror=y>", questions=["<b>?</b>"]))
    assert "<script>x" not in page
    assert "<img src=x" not in page
    assert "<b>?" not in page


def test_it_costs_a_few_queries(client, ben, post):
    job = post(questions=["a", "b", "c"])
    client.force_login(ben)
    assert cost(client, job.get_absolute_url()) <= 22
