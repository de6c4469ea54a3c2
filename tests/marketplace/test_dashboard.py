"""The overview: what goes on for the hat that is worn, at a price in queries that does not grow."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import Category
from accounts.trust import registry, reporting
from jobs import services as jobs
from marketplace import roles
from tests.queries import cost


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


def test_who_only_runs_the_site_sees_what_waits_and_what_their_role_may_open(client, ada, person, ben):
    operator = person("Mo", is_staff=True)
    operator.groups.add(Group.objects.get(name=roles.MODERATOR))
    job = publish(ada, "Draw a bakery sign")
    reporting.report(
        "job", job.pk, registry.find("job", job.pk, ben), by=ben, reason="spam", text="The same words as yesterday."
    )
    client.force_login(operator)
    page = client.get("/").content.decode()
    assert "Reports and flags to judge" in page
    assert reverse("admin:accounts_case_changelist") in page
    assert "Your proposals" not in page
    assert "Support tickets open" not in page


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_it_costs_the_same_queries_at_5_and_at_50(client, ada, ben, who):
    client.force_login({"ada": ada, "ben": ben}[who])
    for number in range(5):
        publish(ada, f"Job {number}")
    few = cost(client, "/")
    for number in range(45):
        publish(ada, f"Job {number + 5}")
    assert cost(client, "/") == few <= 14
