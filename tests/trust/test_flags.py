"""What the site notices by itself: a flag for a person to judge, once a passage, and never a punishment."""

import pytest

from accounts.models import Case, Flag
from accounts.trust import judging
from jobs import likeness
from jobs import services as jobs
from jobs.models import Job

TEXT = (
    "We need somebody who translates forty product pages for our shop from German into natural British English, with "
    "the names of colours and sizes kept exactly as they are, delivered within two weeks in one spreadsheet."
)


def flags(job):
    return list(Flag.objects.filter(kind="job", object_id=job.pk).values_list("sort", "passage"))


def test_an_ordinary_job_opens_no_case(job):
    assert not Case.objects.exists()


def test_a_job_with_an_address_is_flagged_and_stays_open(post, ben, send):
    job = post(description="Write to ada@harbour.co.uk first.")
    assert flags(job) == [("contact", "ada@harbour.co.uk")]
    assert job.is_open
    assert send(ben, job=job)


def test_an_edit_is_looked_at_and_the_same_passage_is_flagged_once(job, ada, olga):
    jobs.edit(job, by=ada, description="Write to ada@harbour.co.uk first.")
    judging.keep(Case.objects.get(), by=olga, why="Part of the work")
    jobs.edit(job, by=ada, description="Write to ada@harbour.co.uk first, please.")
    assert len(flags(job)) == 1
    assert not Case.objects.open().exists()


def test_a_proposal_with_a_number_is_flagged(send, ben):
    proposal = send(ben, letter="Text me on +44 7700 900123, it is quicker.")
    assert Flag.objects.get(kind="proposal").object_id == proposal.pk
    assert Case.objects.get().owner == ben


def test_an_upheld_flag_that_nobody_reported_counts_against_nobody(send, ben, olga):
    send(ben, letter="Text me on +44 7700 900123, it is quicker.")
    judging.warn(Case.objects.get(), by=olga, why="Contact", said="Leave numbers out.")
    ben.freelancer_profile.refresh_from_db()
    assert ben.freelancer_profile.reports_upheld == 0


@pytest.mark.parametrize("same_client", [True, False])
def test_nearly_the_same_job_is_flagged(post, person, ada, same_client):
    first = post(title="Translate our shop", description=TEXT)
    other = ada if same_client else person("Eve", client=True)
    second = post(client=other, title="TRANSLATE our shop!", description=TEXT.replace("two weeks", "three weeks"))
    assert flags(first) == []
    [(sort, passage)] = flags(second)
    assert (sort, passage) == ("duplicate", f"Job {first.pk}")


def test_posting_an_ended_job_again_is_no_duplicate(post, ada):
    jobs.cancel(post(description=TEXT), by=ada)
    assert flags(post(description=TEXT)) == []


def test_posting_what_was_removed_again_is(post, olga):
    jobs.remove(post(description=TEXT), by=olga, violation="fraud", reason="Fraud")
    assert [sort for sort, _ in flags(post(description=TEXT))] == ["duplicate"]


def test_other_jobs_are_no_duplicates(post):
    post(description=TEXT)
    other = post(description="Draw a map of the old harbour for a leaflet, with boats, the fish market and a scale.")
    assert flags(other) == []


@pytest.mark.parametrize("text", ["", "a", "😀😀", "a " * 5_000, "\u202ex" * 20])
def test_any_text_has_its_bands(text):
    assert len(likeness.bands(text)) == likeness.BANDS
    assert likeness.likeness(text, text) == 1


def test_the_poster_gets_a_gentle_hint_before_publishing(client, ada, design, python_skill):
    client.force_login(ada)
    typed = {
        "title": "Draw a logo",
        "description": "Write to ada@harbour.co.uk first.",
        "category": "design",
        "budget_type": "fixed",
        "fixed": "500",
        "level": "entry",
        "length": "days",
        "publish": "yes",
    }
    page = client.post("/jobs/new/", typed).content.decode()
    assert "Please leave out ways to contact you" in page
    draft = Job.objects.get()
    assert draft.status == "draft"
    client.post(f"/jobs/{draft.pk}/edit/", typed | {"contact_meant": "yes"})
    draft.refresh_from_db()
    assert draft.is_open
