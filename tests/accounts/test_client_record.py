"""What a job page says of the client who posted it."""

import pytest
from django.template import Context, Template

from accounts.models import ClientProfile, User
from accounts.rules import hire_rate


@pytest.mark.parametrize(
    ("filled", "cancelled", "unfilled", "percent"),
    [(0, 0, 0, None), (1, 0, 0, 100), (0, 1, 0, 0), (2, 1, 0, 67), (1, 1, 1, 33)],
)
def test_the_hire_rate_counts_jobs_that_came_to_an_end(filled, cancelled, unfilled, percent):
    assert hire_rate(filled=filled, cancelled=cancelled, unfilled=unfilled) == percent


def record_of(client: User) -> str:
    return Template("{% load accounts %}{% client_record client %}").render(Context({"client": client}))


def test_the_record_shows_what_was_pushed_down(ada):
    ClientProfile.objects.filter(person=ada).update(jobs_posted=9, jobs_filled=6, jobs_cancelled=2, jobs_unfilled=1)
    page = record_of(User.objects.get(pk=ada.pk))
    assert "Ada Ltd" in page
    assert "67 %" in page
    assert "United Kingdom" in page


def test_a_client_without_company_is_named_by_the_first_name_alone(person):
    page = record_of(person("Grace Hopper", email="grace@example.com"))
    assert "Grace" in page
    assert "Hopper" not in page
    assert "grace@example.com" not in page


def test_the_record_asks_the_database_nothing_when_it_came_with_the_job(ada, django_assert_num_queries):
    client = User.objects.select_related("client_profile").get(pk=ada.pk)
    with django_assert_num_queries(0):
        record_of(client)
