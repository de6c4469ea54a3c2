"""Every page of this room answers, for visitors and for the people it is meant for."""

import pytest
from django.urls import reverse

from jobs import services as jobs


def test_a_visitor_finds_the_job_and_reads_it(client, job):
    listed = client.get(reverse("job_list"))
    assert job.title in listed.content.decode()
    page = client.get(job.get_absolute_url())
    assert "A proposal costs" in page.content.decode()


@pytest.mark.parametrize("name", ["job_list", "saved_jobs", "my_jobs", "job_new", "job_price"])
def test_the_rooms_pages_answer_their_client(client, ada, job, name):
    client.force_login(ada)
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["job_detail", "job_edit", "job_close"])
def test_a_jobs_pages_answer_its_client(client, ada, job, name):
    client.force_login(ada)
    assert client.get(reverse(name, args=[job.pk])).status_code == 200


@pytest.mark.parametrize("name", ["job_edit", "job_close"])
def test_a_jobs_own_pages_are_not_there_for_others(client, ben, job, name):
    client.force_login(ben)
    assert client.get(reverse(name, args=[job.pk])).status_code == 404


def test_a_draft_is_there_for_its_client_alone(client, ada, ben):
    draft = jobs.draft(ada, title="Secret")
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(ben)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(ada)
    assert client.get(draft.get_absolute_url()).url == reverse("job_edit", args=[draft.pk])
