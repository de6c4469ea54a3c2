"""Editing: a draft freely, a published job within what its price was promised for."""

import pytest
from django.urls import reverse

from accounts.models import Skill
from jobs import services as jobs
from jobs.errors import FieldLocked, JobEnded, JobIncomplete, NotYourJob
from jobs.models import JobRevision
from jobs.signals import job_edited


def test_what_changed_is_kept_with_what_it_was_before(ada, job, design):
    ink = Skill.objects.create(name="Inking", slug="inking", category=design)
    revision = jobs.edit(
        job, by=ada, title="Draw two logos", fixed_minor=70_000, skills=[ink], questions=["When can you start?"]
    )
    assert revision.changes == {
        "title": ["Draw a logo for a bakery", "Draw two logos"],
        "budget": ["$500", "$700"],
        "skills": ["Python", "Inking"],
        "questions": ["", "When can you start?"],
    }
    assert (job.title, job.edited_at, job.cost) == ("Draw two logos", revision.at, 4)


def test_the_rooms_above_hear_of_it(ada, job):
    heard = []

    def hear(sender, job, revision, **_):
        heard.append(revision.pk)

    job_edited.connect(hear)
    try:
        revision = jobs.edit(job, by=ada, title="Draw two logos")
    finally:
        job_edited.disconnect(hear)
    assert heard == [revision.pk]


def test_an_edit_that_changes_nothing_is_no_revision(ada, job):
    assert jobs.edit(job, by=ada, title=job.title) is None
    assert not JobRevision.objects.exists()
    assert job.edited_at is None


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"level": "expert"}, {"level"}),
        ({"featured": True}, {"featured"}),
        (
            {"budget_type": "hourly", "fixed_minor": None, "hourly_from_minor": 1000, "hourly_to_minor": 2000},
            {"budget_type"},
        ),
        # Into the high-paying band.
        ({"fixed_minor": 100_000}, {"fixed_minor"}),
        ({"title": "Fine", "level": "expert"}, {"level"}),
    ],
)
def test_what_the_price_comes_from_is_locked(ada, job, fields, refused):
    with pytest.raises(FieldLocked) as locked:
        jobs.edit(job, by=ada, **fields)
    assert set(locked.value.fields) == refused
    job.refresh_from_db()
    assert (job.title, job.level, job.fixed_minor) == ("Draw a logo for a bakery", "intermediate", 50_000)


def test_within_its_band_the_budget_may_move(ada, job):
    jobs.edit(job, by=ada, fixed_minor=99_999)
    assert job.fixed_minor == 99_999


def test_a_high_paying_job_stays_one(ada, post):
    job = post(budget_type="hourly", hourly_from_minor=3000, hourly_to_minor=6000)
    with pytest.raises(FieldLocked) as locked:
        jobs.edit(job, by=ada, hourly_to_minor=4999)
    assert locked.value.fields == {"hourly_to_minor": "Published as a high-paying job: stay at $50 an hour or above."}
    jobs.edit(job, by=ada, hourly_to_minor=5000)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"title": " "}, "title"), ({"fixed_minor": None}, "fixed_minor"), ({"category": None}, "category")],
)
def test_a_published_job_stays_complete(ada, job, fields, field):
    with pytest.raises(JobIncomplete) as refused:
        jobs.edit(job, by=ada, **fields)
    assert set(refused.value.fields) == {field}
    job.refresh_from_db()
    assert job.title == "Draw a logo for a bakery"


def test_an_ended_job_is_not_edited(ada, job):
    jobs.cancel(job, by=ada)
    with pytest.raises(JobEnded):
        jobs.edit(job, by=ada, title="Too late")


def test_nobody_edits_anothers_job(ben, job):
    with pytest.raises(NotYourJob):
        jobs.edit(job, by=ben, title="Mine now")


# --- the page -------------------------------------------------------------------------------------------------------
def typed(job, **changes):
    """The edit form as a browser would send it."""
    return {
        "title": job.title,
        "description": job.description,
        "category": job.category.slug,
        "skills": [skill.pk for skill in job.skills.all()],
        "length": job.length,
        "country": job.country,
        "fixed": "500",
        "question_1": "",
    } | changes


def edit(client, job, **changes):
    return client.post(reverse("job_edit", args=[job.pk]), typed(job, **changes))


def test_before_saving_the_page_says_what_it_means_for_proposals_already_sent(client, ada, job):
    jobs.count_proposal(job, 12)
    client.force_login(ada)
    page = client.get(reverse("job_edit", args=[job.pk])).content.decode()
    assert "12 proposals have been sent" in page
    assert "editing refunds nothing" in page
    assert "Locked since publication" in page


def test_after_saving_the_jobs_page_shows_what_it_was_before(client, ada, ben, job):
    client.force_login(ada)
    assert edit(client, job, fixed="$750.50").url == job.get_absolute_url()
    client.force_login(ben)
    page = client.get(job.get_absolute_url()).content.decode()
    assert "<del>$500</del> <ins>$750.50</ins>" in page


def test_what_is_locked_is_refused_beside_its_field(client, ada, job):
    client.force_login(ada)
    page = edit(client, job, level="expert", featured="on").content.decode()
    assert page.count("Locked since publication: the price of a proposal comes from it.") == 2
    job.refresh_from_db()
    assert (job.level, job.featured) == ("intermediate", False)


def test_leaving_the_band_is_refused_beside_the_budget(client, ada, job):
    client.force_login(ada)
    page = edit(client, job, fixed="1000", title="Kept in the form").content.decode()
    assert "Published below the high-paying band: stay under $1,000." in page
    assert "Kept in the form" in page
    assert "Nothing was changed" in page


def test_without_locked_fields_in_the_form_they_stay_as_they_are(client, ada, post):
    job = post(level="expert")
    client.force_login(ada)
    edit(client, job, title="New words")
    job.refresh_from_db()
    assert (job.title, job.level) == ("New words", "expert")


def test_an_ended_job_leads_back_to_its_page(client, ada, job):
    jobs.cancel(job, by=ada)
    client.force_login(ada)
    assert client.get(reverse("job_edit", args=[job.pk])).url == job.get_absolute_url()
