"""Jobs somebody keeps to come back to."""

import pytest
from django.urls import reverse

from jobs import services as jobs
from jobs.errors import JobGone
from jobs.models import SavedJob
from tests.queries import cost


def press(client, job, keep="yes", **extra):
    return client.post(reverse("job_save", args=[job.pk]), {"keep": keep, **extra})


def test_a_saved_job_waits_on_its_page(client, ben, job):
    client.force_login(ben)
    assert press(client, job).url == job.get_absolute_url()
    assert job.title in client.get(reverse("saved_jobs")).content.decode()


def test_saving_twice_keeps_it_once_and_letting_go_twice_is_fine(ben, job):
    jobs.save(job, by=ben)
    jobs.save(job, by=ben)
    assert SavedJob.objects.count() == 1
    jobs.unsave(job, by=ben)
    jobs.unsave(job, by=ben)
    assert SavedJob.objects.count() == 0


def test_pressed_again_it_lets_go(client, ben, job):
    client.force_login(ben)
    press(client, job)
    press(client, job, keep="no")
    assert "No saved jobs" in client.get(reverse("saved_jobs")).content.decode()


def test_it_leads_back_to_where_it_was_pressed_but_never_off_the_site(client, ben, job):
    client.force_login(ben)
    assert press(client, job, next="/jobs/?q=logo").url == "/jobs/?q=logo"
    assert press(client, job, next="https://evil.example/").url == job.get_absolute_url()


def test_htmx_gets_the_button_alone(client, ben, job):
    client.force_login(ben)
    answer = client.post(reverse("job_save", args=[job.pk]), {"keep": "yes"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_each_sees_only_their_own(client, ben, cleo, job):
    jobs.save(job, by=cleo)
    client.force_login(ben)
    assert job.title not in client.get(reverse("saved_jobs")).content.decode()


def test_a_draft_cannot_be_kept(client, ada, ben):
    draft = jobs.draft(ada)
    client.force_login(ben)
    assert press(client, draft).status_code == 404
    with pytest.raises(JobGone):
        jobs.save(draft, by=ben)


def test_a_closed_job_stays_and_says_so(client, ada, ben, job):
    jobs.save(job, by=ben)
    jobs.cancel(job, by=ada)
    client.force_login(ben)
    page = client.get(reverse("saved_jobs")).content.decode()
    assert job.title in page
    assert "Closed" in page


def test_visitors_are_asked_to_log_in(client, job):
    assert reverse("account_login") in press(client, job).url


def test_it_costs_the_same_queries_at_5_and_at_50(client, ben, post):
    client.force_login(ben)
    for _ in range(5):
        jobs.save(post(), by=ben)
    few = cost(client, reverse("saved_jobs"))
    for _ in range(45):
        jobs.save(post(), by=ben)
    assert cost(client, reverse("saved_jobs")) == few <= 12
