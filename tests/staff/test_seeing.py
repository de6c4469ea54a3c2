"""Support sees the site as Ada does: to the last letter, without leaving a trace, and on record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Impersonation, User
from accounts.staff import seeing
from common import clock
from common.models import Notice
from jobs.models import Job
from proposals.models import Proposal
from talent import services as talent
from tests.proposals.conftest import LETTER, endow, proposal, send  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
REASON = "Ticket 17: the offer does not show"


@pytest.fixture
def ben(ben):
    endow(ben, 40)
    talent.open_profile(ben)
    return ben


@pytest.fixture
def sue(client, staff):
    client.force_login(staff["Sue"])
    return staff["Sue"]


def see_as(client, person, reason=REASON):
    return client.post(reverse("admin:accounts_user_see_as", args=[person.pk]), {"reason": reason})


def test_it_begins_with_a_reason_and_shows_their_pages(client, sue, ada):
    answer = see_as(client, ada)
    assert answer["Location"] == "/"
    page = client.get("/settings/account/")
    assert page.context["user"] == ada
    for said in (b"You see the site as", b"<strong>Ada</strong>", REASON.encode(), b"30 minutes left", b"Stop"):
        assert said in page.content
    assert page["Cache-Control"] == "no-store, private"
    visit = Impersonation.objects.get()
    assert (visit.operator, visit.person, visit.reason, visit.pages) == (sue, ada, REASON, 1)


def test_the_page_is_in_their_language_and_what_is_said_to_the_operator_in_the_operators(client, sue, ada):
    User.objects.filter(pk=sue.pk).update(language="de")
    User.objects.filter(pk=ada.pk).update(language="hi")
    see_as(client, ada)
    page = client.get("/settings/account/")
    assert b'<html lang="hi"' in page.content
    assert b"Sie sehen die Website als <strong>Ada</strong>" in page.content
    refused = client.post("/settings/account/", {"name": "Somebody"})
    assert refused.status_code == 403
    assert b"Sie schauen nur: Im Namen anderer" in refused.content


def test_without_a_reason_it_does_not_begin(client, sue, ada):
    assert see_as(client, ada, "  ").status_code == 200
    assert not Impersonation.objects.exists()
    assert client.get("/").context["user"] == sue


def test_stopping_goes_back_to_the_admin(client, sue, ada):
    see_as(client, ada)
    answer = client.post("/seeing/stop/")
    assert answer["Location"] == f"/admin/accounts/user/{ada.pk}/change/"
    assert Impersonation.objects.get().ended_at
    page = client.get("/settings/")
    assert page.context["user"] == sue
    assert b"You see the site as <" not in page.content
    assert client.post("/seeing/stop/")["Location"] == "/"


def test_it_ends_after_half_an_hour_of_real_time(client, sue, ada):
    begun = clock.real_now() - timedelta(minutes=31)
    session = client.session
    old = Impersonation.objects.create(
        operator=sue, person=ada, reason="x", started_at=begun, expires_at=begun + seeing.LASTS
    )
    session["seeing_as"] = old.pk
    session.save()
    assert client.get("/settings/account/")["Location"] == "/"
    old.refresh_from_db()
    assert old.ended_at == old.expires_at
    assert client.get("/settings/account/").context["user"] == sue


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_is_sent_in_their_name(client, sue, ada, job, method):
    see_as(client, ada)
    for address in ("/settings/account/", f"/jobs/{job.pk}/close/", "/notifications/read/", "/nowhere/"):
        answer = getattr(client, method)(address, {"name": "Eve", "end": "cancelled"})
        assert answer.status_code == 403
        assert b"You only look" in answer.content
    ada.refresh_from_db()
    assert ada.name == "Ada"
    assert Job.objects.get().status == "open"


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/password/change/",
        "/accounts/email/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/admin/",
        "/admin/accounts/user/",
        "/demo/mail/",
        "/settings/privacy/",
        "/settings/connects/history.csv",
        "/settings/connects/buy/return/?session_id=cs_test_1",
        "/settings/membership/return/?session_id=cs_test_1",
    ],
)
def test_what_is_theirs_alone_stays_shut(client, sue, ben, address):
    see_as(client, ben)
    assert client.get(address).status_code == 403


def test_opening_a_proposal_is_no_view_by_its_client(client, sue, ada, send, ben):  # noqa: F811
    sent = send(ben)
    see_as(client, ada)
    for address in (f"/jobs/{sent.job_id}/proposals/", f"/proposals/{sent.pk}/"):
        assert LETTER[:20] in client.get(address).content.decode()
    assert Proposal.objects.get(pk=sent.pk).state == "submitted"
    assert not Notice.objects.filter(person=ben, kind__contains="viewed").exists()
    client.post("/seeing/stop/")
    # The same page seen by its client is a view.
    client.force_login(ada)
    client.get(f"/proposals/{sent.pk}/")
    assert Proposal.objects.get(pk=sent.pk).state == "viewed"


def test_following_a_notice_does_not_read_it(client, sue, ben):
    row = Notice.objects.create(person=ben, kind="x", text="Hi", link="/", reference="y", created_at=clock.now())
    see_as(client, ben)
    assert client.get(f"/notifications/{row.pk}/").status_code == 302
    row.refresh_from_db()
    assert row.read_at is None


def test_nobody_seems_to_have_been_here(client, sue, ben):
    before = User.objects.values("last_seen_at", "last_login").get(pk=ben.pk)
    cookies = set(client.cookies)
    see_as(client, ben)
    client.get("/")
    assert User.objects.values("last_seen_at", "last_login").get(pk=ben.pk) == before
    assert set(client.cookies) - cookies <= {"csrftoken", "messages"}


def test_nobody_sees_the_site_as_an_operator(client, sue, staff, olga):
    for each in (staff["Mo"], olga, sue):
        page = see_as(client, each)
        assert b"Nobody sees the site as an operator" in page.content
    assert not Impersonation.objects.exists()
    assert b"see-as" not in client.get(reverse("admin:accounts_user_change", args=[olga.pk])).content
    client.force_login(staff["Mo"])
    assert see_as(client, olga).status_code == 403


def test_it_ends_when_the_right_is_taken_away_or_they_become_an_operator(client, sue, ada, ben):
    see_as(client, ada)
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    assert client.get("/settings/account/")["Location"] == "/"
    see_as(client, ben)
    sue.groups.clear()
    assert client.get("/settings/account/")["Location"] == "/"
    assert client.get("/settings/account/").context["user"] == sue


def test_somebody_elses_visit_is_nobodys_key(client, sue, ada, ben, staff):
    other = seeing.begin(ada, by=staff["Adam"], reason="x")
    session = client.session
    session["seeing_as"] = other.pk
    session.save()
    assert client.get("/settings/account/").context["user"] == sue
    client.force_login(ben)
    session = client.session
    session["seeing_as"] = other.pk
    session.save()
    assert client.get("/settings/account/").context["user"] == ben


def test_the_record_stays_as_it_was_written(sue, ada):
    visit = seeing.begin(ada, by=sue, reason="x")
    for attack in (
        lambda rows: rows.update(reason="y"),
        lambda rows: rows.update(person=sue),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attack(Impersonation.objects.filter(pk=visit.pk))
    assert list(seeing.of(ada)) == [visit]


@pytest.mark.django_db(transaction=True)
def test_what_a_page_writes_is_undone_in_a_real_transaction(client, staff, ada, send, ben):  # noqa: F811
    """Not in the savepoint of a test: as it runs on a site."""
    sent = send(ben)
    client.force_login(staff["Sue"])
    see_as(client, ada)
    assert client.get(f"/proposals/{sent.pk}/").status_code == 200
    assert not connection.in_atomic_block
    assert Proposal.objects.get(pk=sent.pk).state == "submitted"
    assert Impersonation.objects.get().pages == 1
