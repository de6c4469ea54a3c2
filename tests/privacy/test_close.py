"""Closing an account: what ends, what goes, what stays for others, and what is refused first."""

import json
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile

from accounts.agencies import answering, founding, inviting
from accounts.identity import IdentitySign
from accounts.models import AccountClosure, AgencyEvent, AgencyInvitation, AgencyMember, User
from accounts.privacy import closing, exporting, registry
from accounts.privacy.closing import CannotClose, close
from accounts.trust import standing
from accounts.trust.errors import NotAllowedNow
from billing.models import StripeEvent
from common import clock
from common.models import Mail, Notice, Subscriber
from connects import services as connects
from connects.services import Source
from jobs.models import JobEnd, SavedSearch
from proposals import services, settlement
from proposals.models import Settlement, State
from talent.models import FreelancerProfile
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.boosts import bid, boost_of, table, the_wallets_say_so
from tests.proposals.conftest import endow


def read(archive, name):
    with ZipFile(archive) as pack:
        return json.loads(pack.read(f"data/{name}.json"))


def everywhere(words):
    """Every text of every row of what rooms hold in which `words` still stands, but for what is kept for others."""
    found = []
    for room in registry.rooms():
        for holding in room.holdings:
            for row in holding.model._default_manager.all().values():
                if words.lower() in json.dumps(row, default=str).lower():
                    found.append(holding.model._meta.label)
    return sorted(set(found))


def test_ada_closes_with_two_open_jobs_and_ben_and_cleo_are_refunded(ada, ben, cleo, job, post, send):
    first, second = job, post(title="Draw a tea label")
    for who in (ben, cleo):
        send(who, job=first)
    sent = send(ben, job=second)
    assert connects.balance_of(ben) == 32
    said = closing.preview(ada).effects[0]
    assert said == "Your 2 open jobs are cancelled: 3 proposals are refunded to the freelancers."
    closure = close(ada, by=ada)
    assert closure.finished_at
    for job in (first, second):
        assert job.closures.get().end == JobEnd.CANCELLED
    settlement.settle_due(max(Settlement.objects.values_list("due_at", flat=True)))
    assert (connects.balance_of(ben), connects.balance_of(cleo)) == (40, 40)
    sent.refresh_from_db()
    assert sent.refunded_at
    assert_books_balance()


def test_what_was_personal_of_ada_is_gone(ada, ben, post, send, client):
    job = post()
    send(ben, job=job)
    ada.client_profile.website = "https://ada.example"
    ada.client_profile.save()
    Subscriber.objects.create(email="Ada@Example.com", confirmed_at=clock.now())
    StripeEvent.objects.create(
        event_id="evt_1", type="x", payload={"data": {"customer_details": {"email": "ada@example.com"}}}
    )
    client.force_login(ada)
    close(ada, by=ada)
    row = User.objects.get(pk=ada.pk)
    assert (row.name, row.email) == (f"Former member {ada.pk}", f"former-member-{ada.pk}@closed.invalid")
    assert [row.is_active, row.has_usable_password(), row.emailaddress_set.exists()] == [False] * 3
    assert everywhere("ada@example.com") == []
    assert everywhere("Ada Ltd") == []
    assert not Notice.objects.filter(person=ada).exists()
    assert not Mail.objects.filter(to__iexact="ada@example.com").exists()
    assert client.get("/settings/").status_code == 302
    assert not client.login(email="ada@example.com", password="correct horse battery")
    client.force_login(ben)
    page = client.get(job.get_absolute_url()).content.decode()
    assert "Ada Ltd" not in page


def test_ben_exports_and_closes(ada, ben, post, send, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    sent = send(ben)
    profile = ben.freelancer_profile
    profile.overview = "I draw signs."
    profile.photo.save("ben.jpg", ContentFile(b"a photo"))
    photo = profile.photo.name
    SavedSearch.objects.create(person=ben, name="Signs", query="q=sign", look_at=clock.now())
    IdentitySign.objects.create(person=ben, kind="mailbox", mark="a")
    IdentitySign.objects.create(person=ben, kind="device", mark="b")
    archive = exporting.archive(ben, site="Guildhall")
    with ZipFile(archive) as pack:
        assert "connects.csv" in pack.namelist()
        assert any(name.startswith("photo/") for name in pack.namelist())
        assert b"password" not in pack.read("data/account/people.json")
    assert read(archive, "account/people")[0]["email"] == "ben@example.com"
    assert read(archive, "proposals/proposals")[0]["letter"] == sent.letter
    assert read(archive, "jobs/saved_searches")[0]["name"] == "Signs"
    close(ben, by=ben)
    sent.refresh_from_db()
    assert sent.state == State.WITHDRAWN
    row = FreelancerProfile.objects.get(person=ben)
    assert (row.overview, row.photo.name) == ("", "")
    assert not (tmp_path / photo).exists()
    assert list(ben.signs.values_list("kind", flat=True)) == ["mailbox"]
    assert everywhere("ben@example.com") == []
    assert not FreelancerProfile.objects.public().filter(pk=row.pk).exists()
    assert_books_balance()


def test_nobody_finds_anothers_rows_in_their_archive(ben, cleo, send, job):
    send(ben)
    send(cleo)
    archive = exporting.archive(cleo, site="Guildhall")
    assert [row["author_id"] for row in read(archive, "proposals/proposals")] == [cleo.pk]
    with ZipFile(archive) as pack:
        assert not any(b"ben@example.com" in pack.read(name) for name in pack.namelist())


def test_twice_is_once(ben, proposal):
    first = close(ben, by=ben)
    assert close(User.objects.get(pk=ben.pk), by=ben) == first
    assert AccountClosure.objects.count() == 1
    assert closing.run(clock.now()) == 0
    assert connects.balance_of(ben) == 36
    assert_books_balance()


def test_what_was_killed_half_way_is_finished_by_the_sweep(ben, proposal):
    closing._begin(ben, ben, "")
    assert closing.next_due()
    assert closing.run(clock.now()) == 1
    proposal.refresh_from_db()
    assert proposal.state == State.WITHDRAWN
    assert closing.next_due() is None
    assert_books_balance()


def test_a_running_contract_is_ended_first(ada, ben, proposal):
    contract = hire(proposal, by=ada)
    for who in (ada, ben):
        with pytest.raises(CannotClose, match="is running: end it first"):
            close(who, by=who)
        assert User.objects.get(pk=who.pk).is_active
    services.finish(contract, by=ada)
    assert close(ben, by=ben).finished_at
    assert_books_balance()


def test_an_agency_is_handed_over_first(person, ben):
    maya = person("Maya", freelancer=True)
    agency = founding.found(maya, name="Fieldstone", about="Web shops.", country="GB")
    answering.accept(
        inviting.invite(agency, by=maya, email=ben.email, role=AgencyMember.Role.MEMBER, monthly_limit=None), by=ben
    )
    with pytest.raises(CannotClose, match="You own the agency Fieldstone"):
        close(maya, by=maya)
    close(ben, by=ben)
    assert not AgencyMember.objects.present().filter(person=ben).exists()
    assert not AgencyInvitation.objects.filter(email=ben.email).exists()
    assert not AgencyEvent.objects.filter(text__regex="Ben|ben@").exists()


def test_operators_stay(olga):
    with pytest.raises(CannotClose, match="Operators do not close"):
        close(olga, by=olga)


def test_who_has_gone_sends_publishes_and_is_let_in_no_more(ada, ben, job, send, olga):
    close(ben, by=ben)
    with pytest.raises(NotAllowedNow):
        send(User.objects.get(pk=ben.pk))
    standing.ban(ben, by=olga, violation="fraud", reason="It came out later")
    standing.lift(ben, by=olga, reason="It was somebody else")
    assert not User.objects.get(pk=ben.pk).is_active


def test_the_same_mailbox_is_not_welcomed_twice(person, ben):
    newcomer = person("Benny", freelancer=True, email="benny@example.com")
    connects.grant_once(newcomer, Source.PROFILE)
    assert connects.balance_of(newcomer) > 0
    close(newcomer, by=newcomer)
    again = person("Benny", freelancer=True, email="benny@example.com")
    connects.grant_once(again, Source.PROFILE)
    assert connects.balance_of(again) == 0
    assert_books_balance()


def test_bids_of_who_goes_are_spent_in_place_and_back_when_outbid(ben, person, post, send):
    """As if he had withdrawn: the place that he had is paid for, at what he bid; nothing of him stays held."""
    first, second = post(), post(title="Draw a tea label")
    placed, outbid = send(ben, job=first), send(ben, job=second)
    bid(placed, 5)
    bid(outbid, 2)
    for name in ("Dora", "Emil", "Fay", "Gus"):
        who = person(name, freelancer=True)
        endow(who, 40)
        bid(send(who, job=second), 4)
    said = closing.preview(ben).effects
    assert "Boosts that have a place are spent with them: 5 Connects." in said
    assert close(ben, by=ben).finished_at
    assert [boost_of(placed)[0], boost_of(outbid)[0]] == ["spent", "returned"]
    assert table(first) == []
    assert all(the_wallets_say_so(job) for job in (first, second))
    assert connects.balance_of(ben) == 40 - 2 * 4 - 5
    assert closing.run(clock.now()) == 0
    assert_books_balance()
