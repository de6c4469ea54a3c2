"""A client's own jobs, by where they stand."""

import pytest
from django.urls import reverse

from jobs import services as jobs
from tests.queries import cost


@pytest.fixture
def own(client, ada, post):
    client.force_login(ada)
    kept = {
        "open": post(title="Open one"),
        "paused": post(title="Paused one"),
        "draft": jobs.draft(ada, title="Draft one"),
        "cancelled": post(title="Cancelled one"),
    }
    jobs.pause(kept["paused"], by=ada)
    jobs.cancel(kept["cancelled"], by=ada)
    return kept


@pytest.mark.parametrize(
    ("tab", "there"),
    [
        ("", {"Open one", "Paused one"}),
        ("open", {"Open one", "Paused one"}),
        ("drafts", {"Draft one"}),
        ("closed", {"Cancelled one"}),
        ("nonsense", {"Open one", "Paused one"}),
        ("\0", {"Open one", "Paused one"}),
    ],
)
def test_each_tab_has_its_jobs(client, own, tab, there):
    answer = client.get(reverse("my_jobs"), {"tab": tab})
    page = answer.content.decode()
    assert {title for title in ("Open one", "Paused one", "Draft one", "Cancelled one") if title in page} == there
    assert [count for _, _, count in answer.context["tabs"]] == [2, 1, 1]


def test_without_jobs_it_says_what_to_do(client, ada):
    client.force_login(ada)
    page = client.get(reverse("my_jobs")).content.decode()
    assert "No open jobs" in page
    assert reverse("job_new") in page


def test_anothers_jobs_are_not_mine(client, ben, job):
    client.force_login(ben)
    assert job.title not in client.get(reverse("my_jobs")).content.decode()


@pytest.mark.parametrize("query", ["before=0", "before=x", f"before={'9' * 40}", "after=-1", "before=%00"])
def test_nonsense_in_the_address_is_no_error(client, own, query):
    assert client.get(f"{reverse('my_jobs')}?{query}").status_code == 200


def test_it_costs_the_same_queries_at_5_and_at_50(client, ada, post):
    client.force_login(ada)
    for _ in range(5):
        post()
    few = cost(client, reverse("my_jobs"))
    for _ in range(45):
        post()
    assert cost(client, reverse("my_jobs")) == few <= 12
