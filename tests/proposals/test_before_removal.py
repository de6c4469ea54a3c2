"""What an ending would set going is said before it: to the client who closes, to the operator who removes."""

import pytest
from django.urls import reverse

from accounts.models import Case
from common.models import Mail, Notice
from jobs import effects
from jobs.errors import JobEnded, RemovalNeedsReason
from jobs.moderation import remove_and_tell
from proposals import closing, services
from tests.books import assert_books_balance
from tests.hires import hire, terms
from tests.proposals.boosts import bid

pytestmark = pytest.mark.django_db


def read(client, person, address):
    client.force_login(person)
    return " ".join(client.get(address).content.decode().split())


@pytest.fixture
def busy(send, fund, person, ada, ben, cleo, job):
    """Ben is hired, Cleo has an open offer, Dora's proposal lies there; Ben's boost was spent by the hire."""
    dora = person("Dora", freelancer=True)
    fund(dora, 10)
    first = send(ben)
    bid(first, 5)
    hire(first, by=ada)
    sent = send(cleo)
    services.offer(sent, terms(sent), by=ada)
    send(dora)
    job.refresh_from_db()
    return job


def test_the_client_reads_that_open_offers_end_with_the_job(client, busy, ada):
    words = read(client, ada, reverse("job_close", args=[busy.pk]))
    assert "<strong>1 open offer</strong> ends with it either way" in words
    assert "The boost auction" not in words


def test_the_client_reads_that_held_bids_come_back(client, send, ada, ben, cleo, job):
    for each in (ben, cleo):
        bid(send(each), 5)
    words = read(client, ada, reverse("job_close", args=[job.pk]))
    assert "2 bids held for a place on top come back at once" in words
    assert "open offer" not in words


def test_what_a_removal_sets_going_is_counted(busy, ben, olga):
    assert closing.of_removal(busy) == [
        "12 Connects go back to 3 people for proposals.",
        "5 Connects go back for 1 spent boost.",
        "1 running contract ends.",
        "1 open offer ends unanswered.",
    ]
    assert effects.of_removal(busy) == closing.of_removal(busy)


def test_without_anything_it_says_that_too(job):
    assert closing.of_removal(job) == ["No refund for proposals."]


def test_the_operator_reads_it_on_the_jobs_own_page_and_the_client_is_told_why(client, busy, ada, olga):
    address = f"/admin/jobs/job/{busy.pk}/remove/"
    words = read(client, olga, address)
    assert "As it stands now" in words
    assert "12 Connects go back to 3 people for proposals." in words
    client.post(address, {"violation": "fraud", "reason": "Asks for a deposit"})
    notice = Notice.objects.get(person=ada, kind="moderation")
    assert notice.text == "“Draw a logo for a bakery” was removed because it breaks our rules: fraud."
    assert "Asks for a deposit" in Mail.objects.get(to=ada.email, kind="moderation").text
    assert_books_balance()


def test_the_operator_reads_it_in_the_case_as_well(client, busy, ben, olga):
    case = Case.objects.create(kind="job", object_id=busy.pk, title=busy.title, owner=busy.client)
    words = read(client, olga, f"/admin/accounts/case/{case.pk}/remove/")
    assert "1 running contract ends." in words


def test_a_removal_that_is_refused_tells_nobody(job, ada, olga):
    with pytest.raises(RemovalNeedsReason):
        remove_and_tell(job, by=olga, violation="fraud", reason=" ")
    assert not Notice.objects.filter(person=ada, kind="moderation").exists()
    remove_and_tell(job, by=olga, violation="fraud", reason="Asks for a deposit")
    with pytest.raises(JobEnded):
        remove_and_tell(job, by=olga, violation="fraud", reason="Asks for a deposit")
    assert Notice.objects.filter(person=ada, kind="moderation").count() == 1
