"""The database itself keeps the list of open jobs true, whoever writes the jobs."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from accounts.models import Skill
from common.lists.querying import parse
from jobs import listing
from jobs import services as jobs
from jobs.criteria import Criteria, matching
from jobs.models import Job, Listing


def found(text: str) -> list[int]:
    return sorted(matching(Listing.objects.all(), Criteria(text=parse(text))).values_list("pk", flat=True))


def test_an_open_job_is_found_by_title_description_and_skill(job):
    assert found("logo") == found("svg bakery") == found("python") == [job.pk]
    assert found("plumbing") == []


def test_words_are_found_in_their_other_forms(job):
    assert found("logos") == found("drafting") == [job.pk]


def test_a_draft_is_not_in_it(ada, design):
    jobs.draft(ada, title="Secret plan", description="x", category=design)
    assert Listing.objects.count() == 0


def test_an_edit_changes_it(ada, job):
    jobs.edit(job, by=ada, title="Paint a mural")
    assert (found("mural"), found("draw")) == ([job.pk], [])


def test_a_pause_takes_it_out_and_resuming_brings_it_back(ada, job):
    jobs.pause(job, by=ada)
    assert found("logo") == []
    jobs.resume(job, by=ada)
    assert found("logo") == [job.pk]


def test_an_ending_takes_it_out(ada, job):
    jobs.cancel(job, by=ada)
    assert Listing.objects.count() == 0


def test_other_skills_change_it(ada, job, design):
    rust = Skill.objects.create(name="Ironwork", slug="ironwork", category=design)
    jobs.edit(job, by=ada, skills=[rust])
    assert (found("ironwork"), found("python")) == ([job.pk], [])


def test_a_skills_new_name_reaches_every_job(job, python_skill):
    Skill.objects.filter(pk=python_skill.pk).update(name="Snake charming")
    assert found("charming") == [job.pk]


def test_rows_written_past_the_services_are_found_too(ada, job, python_skill):
    other = Job.objects.get(pk=job.pk)
    other.pk, other.title = None, "Bulk made"
    Job.objects.bulk_create([other])
    Job.skills.through.objects.bulk_create([Job.skills.through(job_id=other.pk, skill_id=python_skill.pk)])
    assert found("bulk") == [other.pk]
    assert found("python") == [job.pk, other.pk]


def test_counting_a_proposal_leaves_it_alone(job):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_job SET proposals_count = proposals_count + 1")
    assert found("logo") == [job.pk]


def test_a_deleted_job_leaves_nothing(job):
    Job.skills.through.objects.all().delete()
    Job.objects.filter(pk=job.pk).delete()
    assert Listing.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ("logo bakery", True),
        ("logo plumber", False),
        ('"finished logo"', True),
        ('"logo finished"', False),
        ("logo -leeds", False),
        ("logo -london", True),
        ("LOGO", True),
        ("logo AND", True),
        ('logo " ( * : ^ ~ NEAR', False),
        ("logo:*", True),
        ("{title} : logo", False),
        ('logo" "bakery', True),
        ("node.js", True),
        ("Node JS", True),
        ("ux/ui", True),
        ("café", True),
        ("c++", True),
    ],
)
def test_a_search_means_what_was_typed(post, typed, hit):
    job = post(
        description="One finished logo for a small bakery in Leeds, a café. And then: Node.js, UX/UI, C++.",
    )
    assert found(typed) == ([job.pk] if hit else [])


def test_a_rebuild_finds_what_was_loaded_without_the_triggers(ada, job):
    listing.lift(connection)
    Job.objects.filter(pk=job.pk).update(title="Loaded quietly")
    assert found("quietly") == []
    listing.rebuild(connection)
    assert found("quietly") == [job.pk]
    listing.install(connection)
    assert listing.missing(connection) == []


def test_a_missing_trigger_is_said_at_the_start(db):
    listing.lift(connection)
    assert [said.id for said in listing.check(None, databases=["default"])] == ["jobs.W001"]
    listing.install(connection)
    assert listing.check(None, databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_it_survives_a_table_that_a_migration_remakes(ada, job):
    """A change of jobs_job, as a migration makes it, between the signals that `migrate` sends."""
    config = apps.get_app_config("jobs")
    field = Job._meta.get_field("title")
    listing.lift_before_migrate(sender=config, using="default")
    if connection.vendor == "postgresql":
        listing.lift(connection)
    with connection.schema_editor() as editor:
        wider = type(field)(max_length=121, blank=True)
        wider.set_attributes_from_name("title")
        wider.model = Job
        editor.alter_field(Job, field, wider)
        editor.alter_field(Job, wider, field)
    listing.install_after_migrate(sender=config, using="default")
    assert listing.missing(connection) == []
    jobs.edit(job, by=ada, title="After the remake")
    assert found("remake") == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_migrating_again_keeps_it(job):
    call_command("migrate", verbosity=0)
    assert listing.missing(connection) == []
    assert found("logo") == [job.pk]
