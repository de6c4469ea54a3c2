"""The overview: what goes on for the hat that is worn, at a price in queries that does not grow."""

import pytest

from accounts.models import Category
from jobs import services as jobs


def publish(client, title):
    job = jobs.draft(
        client,
        title=title,
        description="What is to be done, in plain words.",
        category=Category.objects.first(),
        budget_type="fixed",
        fixed_minor=20_000,
        level="entry",
    )
    jobs.publish(job, by=client)
    return job


def test_a_freelancer_sees_the_purse_and_what_is_new(client, ada, ben):
    publish(ada, "Draw a bakery sign")
    client.force_login(ben)
    page = client.get("/").content.decode()
    assert "Hello, Ben" in page
    assert "Draw a bakery sign" in page
    assert "Your balance" in page


def test_a_client_sees_their_jobs_and_nobody_else_s(client, ada, person):
    publish(ada, "Draw a bakery sign")
    publish(person("Dora", client=True), "Mend a roof")
    client.force_login(ada)
    page = client.get("/").content.decode()
    assert "Draw a bakery sign" in page
    assert "Mend a roof" not in page


def test_somebody_without_a_role_is_shown_the_way(client, charlie):
    client.force_login(charlie)
    page = client.get("/").content.decode()
    assert "Take the freelancer" in page


@pytest.mark.parametrize("count", [1, 6])
def test_it_asks_the_same_few_questions_whatever_goes_on(client, ada, count, django_assert_max_num_queries):
    for number in range(count):
        publish(ada, f"Job {number}")
    client.force_login(ada)
    client.get("/")
    with django_assert_max_num_queries(5):
        client.get("/")
