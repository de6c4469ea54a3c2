"""Post a job: the form, its drafts, and the price beside it."""

import pytest
from django.urls import reverse

from jobs import services as jobs
from jobs.models import Job, Status

COMPLETE = {
    "title": "Translate a menu into Italian",
    "description": "Two pages,\r\nforty dishes.",
    "category": "design",
    "level": "expert",
    "length": "days",
    "budget_type": "fixed",
    "fixed": "$1,200",
    "country": "IT",
    "question_1": "Which dialect?",
    "question_3": "When?",
}


def post(client, how="publish", **changes):
    return client.post(reverse("job_new"), COMPLETE | changes | {how: "yes"})


@pytest.fixture
def hiring(client, ada, design, python_skill):
    client.force_login(ada)
    return client


def test_a_complete_form_opens_the_job(hiring, ada, python_skill):
    answer = post(hiring, skills=[python_skill.pk])
    job = ada.jobs.get()
    assert answer.url == job.get_absolute_url()
    assert (job.status, job.cost, job.fixed_minor, job.country) == (Status.OPEN, 8, 120_000, "IT")
    assert job.description == "Two pages,\nforty dishes."
    assert [question.text for question in job.questions.all()] == ["Which dialect?", "When?"]
    assert list(job.skills.all()) == [python_skill]
    assert "A proposal for it costs 8 Connects" in hiring.get(answer.url).content.decode()


def test_an_hourly_job_drops_a_fixed_budget_left_in_the_form(hiring, ada):
    post(hiring, budget_type="hourly", hourly_from="20", hourly_to="49.50")
    job = ada.jobs.get()
    assert (job.fixed_minor, job.hourly_from_minor, job.hourly_to_minor, job.cost) == (None, 2000, 4950, 6)


def test_a_draft_may_be_empty(hiring, ada):
    answer = hiring.post(reverse("job_new"), {"save": "yes"})
    job = ada.jobs.get()
    assert (job.status, job.title, answer.url) == (Status.DRAFT, "", reverse("job_edit", args=[job.pk]))
    assert hiring.get(answer.url).status_code == 200


def test_publishing_an_incomplete_form_keeps_it_as_a_draft_and_says_what_is_missing(hiring, ada):
    answer = post(hiring, title="", category="", fixed="")
    page = answer.content.decode()
    for said in ("Give the job a title.", "Choose a category.", "Say what the job pays, at least $1."):
        assert said in page
    assert "Nothing you wrote is lost" in page
    assert "Two pages," in page
    job = ada.jobs.get()
    assert job.status == Status.DRAFT
    # The page is now the draft's own, so sending it again does not make another.
    assert f'action="{reverse("job_edit", args=[job.pk])}"' in page
    hiring.post(reverse("job_edit", args=[job.pk]), COMPLETE | {"publish": "yes"})
    assert [job.status for job in ada.jobs.all()] == [Status.OPEN]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "x" * 121}, "at most 120"),
        ({"description": "x" * 10_001}, "at most 10000"),
        ({"title": "a\0b"}, "Null characters are not allowed"),
        ({"description": "a\0b"}, "Null characters are not allowed"),
        ({"category": "nonsense"}, "Select a valid choice"),
        ({"category": "a\0b"}, "Null characters are not allowed"),
        ({"level": "guru"}, "Select a valid choice"),
        ({"length": "ages"}, "Select a valid choice"),
        ({"country": "XX"}, "Select a valid choice"),
        ({"budget_type": "barter"}, "Select a valid choice"),
        ({"fixed": "a lot"}, "Write an amount like"),
        ({"fixed": "-5"}, "Write an amount like"),
        ({"fixed": "9" * 19}, "amount"),
        ({"fixed": "10,000,001"}, "At most $10,000,000."),
        ({"fixed": "0.5"}, "at least $1"),
        ({"budget_type": "hourly", "hourly_from": "50", "hourly_to": "40"}, "The upper rate is below the lower one."),
        ({"skills": ["nonsense"]}, "Choose skills from the list."),
        ({"skills": ["9" * 40]}, "Choose skills from the list."),
        ({"question_2": "x" * 301}, "at most 300"),
        ({"featured": "on"}, "trust label"),
    ],
)
def test_nonsense_is_said_beside_its_field(hiring, ada, changes, said):
    answer = post(hiring, **changes)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not ada.jobs.exclude(status=Status.DRAFT).exists()


def test_a_trusted_client_features_one_job_at_a_time(hiring, ada):
    ada.client_profile.domain_verified = True
    ada.client_profile.save()
    post(hiring, featured="on")
    assert ada.jobs.get().featured
    assert "You feature another job already" in post(hiring, featured="on").content.decode()


def test_posting_belongs_to_the_hiring_role(client, ben):
    client.force_login(ben)
    assert client.get(reverse("job_new")).url == reverse("settings")
    assert post(client).url == reverse("settings")
    assert not Job.objects.exists()


def test_visitors_are_asked_to_log_in(client):
    assert reverse("account_login") in client.get(reverse("job_new")).url


# --- the price while one writes -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "cost"),
    [
        ({}, 4),
        ({"budget_type": "fixed", "fixed": "1000"}, 6),
        ({"budget_type": "fixed", "fixed": "1000", "level": "expert"}, 8),
        ({"budget_type": "hourly", "hourly_to": "50", "fixed": "1000"}, 6),
        ({"budget_type": "hourly", "fixed": "1000"}, 4),
        ({"featured": "on"}, 6),
        ({"fixed": "lots", "level": "guru", "category": "\0"}, 4),
    ],
)
def test_the_price_follows_what_is_typed(hiring, typed, cost):
    answer = hiring.get(reverse("job_price"), typed)
    assert answer.context["preview"].cost.total == cost
    assert "A proposal for this job will cost" in answer.content.decode()


def test_the_form_shows_the_price_of_what_it_holds(hiring, ada):
    draft = jobs.draft(ada, fixed_minor=200_000, level="expert")
    page = hiring.get(reverse("job_edit", args=[draft.pk]))
    assert page.context["preview"].cost.total == 8
