"""Suspending, banning and letting in again: what it does at once, what by the clock, and what stays."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Skill, StandingEvent, User
from accounts.trust import standing
from accounts.trust.errors import BannedAlready, LastAdministrator, NotAllowedNow, NothingToLift, NotYourself
from common import clock
from common.models import Mail
from connects import services as connects
from jobs import services as jobs
from jobs import standing as job_standing
from jobs.models import HeldJob, Job, JobClosure
from proposals import services, settlement
from proposals.models import Proposal, Settlement, State
from talent.models import FreelancerProfile, TalentListing
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.hires import hire
from tests.races import ORDERS, ROUNDS, held_open, runners

PASSWORD = "correct horse battery"


def suspend(person, olga, days=7):
    return standing.suspend(person, by=olga, days=days, reason="Three warnings")


def ban(person, olga):
    return standing.ban(person, by=olga, violation="fraud", reason="Fraud again and again")


def status(job):
    return Job.objects.get(pk=job.pk).status


@pytest.mark.parametrize("act", [suspend, ban])
def test_sessions_end_at_once_and_logging_in_says_why(client, ben, olga, act):
    client.force_login(ben)
    act(ben, olga)
    answer = client.get("/proposals/")
    assert answer.status_code in (302, 403)
    door = client.post("/accounts/login/", {"login": ben.email, "password": PASSWORD})
    page = door.content.decode()
    assert door.status_code == 200
    assert ("Three warnings" in page) or ("Fraud again" in page)
    assert "write to" in page
    assert client.get("/proposals/").status_code == 302


def test_a_session_that_nobody_noted_ends_too(client, ben, olga):
    client.force_login(ben)
    User.objects.filter(pk=ben.pk).update(suspended_until=clock.now() + timedelta(days=1))
    assert client.get("/proposals/").status_code == 403
    assert client.get("/proposals/").status_code == 302


def test_a_wrong_password_learns_nothing(client, ben, olga):
    suspend(ben, olga)
    page = client.post("/accounts/login/", {"login": ben.email, "password": "wrong"}).content.decode()
    assert "suspended" not in page


def test_a_suspension_pauses_open_jobs_and_they_come_back_by_themselves(post, ada, olga):
    with clock.at(MONDAY):
        open_, paused = post(), post()
        jobs.pause(paused, by=ada)
        suspend(ada, olga, days=3)
        assert (status(open_), status(paused)) == ("paused", "paused")
        assert standing.next_end() == MONDAY + timedelta(days=3)
    with clock.at(MONDAY + timedelta(days=3)):
        assert standing.end_due(clock.now()) == 1
        assert standing.end_due(clock.now()) == 0
    # What the client paused stays so.
    assert (status(open_), status(paused)) == ("open", "paused")
    assert not HeldJob.objects.exists()
    assert [each.kind for each in ada.standing_events.order_by("id")] == ["suspended", "ended"]


def test_a_suspended_freelancers_proposals_stay_but_nothing_new_is_sent(proposal, post, ben, ada, olga, send):
    suspend(ben, olga)
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED
    with pytest.raises(NotAllowedNow):
        send(ben, job=post())
    assert connects.balance_of(ben) == 36


def test_a_banned_clients_jobs_are_removed_and_refunded(job, ada, ben, olga, send):
    send(ben)
    ban(ada, olga)
    closure = JobClosure.objects.get(job=job)
    assert (closure.end, closure.violation, closure.reason) == ("removed", "fraud", "Fraud again and again")
    settlement.settle_due(Settlement.objects.get().due_at)
    assert connects.balance_of(ben) == 40
    assert_books_balance()


def test_a_banned_freelancers_open_proposals_are_withdrawn_and_refund_nobody(job, ben, cleo, olga, send):
    proposal = send(ben)
    other = send(cleo)
    ban(ben, olga)
    proposal.refresh_from_db()
    other.refresh_from_db()
    job.refresh_from_db()
    assert (proposal.state, other.state, job.proposals_count) == (State.WITHDRAWN, State.SUBMITTED, 1)
    assert not Settlement.objects.exists()
    jobs.remove(job, by=olga, violation="fraud", reason="Fraud")
    settlement.settle_due(Settlement.objects.get().due_at)
    assert (connects.balance_of(ben), connects.balance_of(cleo)) == (36, 40)
    assert_books_balance()


def test_a_contract_outlives_a_ban(proposal, ada, ben, olga):
    hire(proposal, by=ada)
    ban(ben, olga)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.contract.status) == (State.HIRED, "active")


def test_what_was_killed_after_the_ban_is_done_by_the_sweep(monkeypatch, job, ada, olga):
    monkeypatch.setattr(standing, "_followers", [])
    ban(ada, olga)
    assert status(job) == "open"
    assert job_standing.next_due() is not None
    assert job_standing.run(clock.now()) == 1
    assert job_standing.run(clock.now()) == 0
    assert (status(job), job_standing.next_due()) == ("closed", None)


def test_letting_in_again(client, post, ada, olga):
    job = post()
    suspend(ada, olga)
    standing.lift(User.objects.get(pk=ada.pk), by=olga, reason="We were wrong")
    assert status(job) == "open"
    client.force_login(ada)
    assert client.get("/settings/").status_code == 200
    with pytest.raises(NothingToLift):
        standing.lift(ada, by=olga, reason="Again")


def test_a_lifted_ban_brings_nothing_back(proposal, ben, olga):
    ban(ben, olga)
    standing.lift(ben, by=olga, reason="We were wrong")
    ben.refresh_from_db()
    proposal.refresh_from_db()
    assert (ben.is_active, ben.banned_at, proposal.state) == (True, None, State.WITHDRAWN)


def test_the_person_is_told_why_and_until_when(ben, olga):
    suspend(ben, olga)
    mail = Mail.objects.get(to=ben.email, kind="standing")
    assert "Three warnings" in mail.text
    assert "It ends on" in mail.text


def test_operators_neither_ban_themselves_nor_the_last_administrator(olga, person):
    stan = person("Stan", is_staff=True)
    stan.groups.add(Group.objects.get(name="Administrator"))
    with pytest.raises(NotYourself):
        ban(olga, olga)
    with pytest.raises(LastAdministrator):
        ban(olga, stan)
    otto = person("Otto", is_staff=True, is_superuser=True)
    ban(olga, otto)
    with pytest.raises(BannedAlready):
        suspend(olga, otto)


@pytest.mark.django_db(transaction=True)
def test_history_is_written_once(ben, olga):
    event = suspend(ben, olga)
    for change in (lambda: StandingEvent.objects.filter(pk=event.pk).update(reason="Nothing"), event.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_operator_suspends_on_the_persons_page(client, ben, olga):
    client.force_login(olga)
    page = f"/admin/accounts/user/{ben.pk}/"
    assert client.post(f"{page}suspend/", {"days": "0", "reason": "x"}).status_code == 200
    assert client.post(f"{page}suspend/", {"days": "x", "reason": ""}).status_code == 200
    assert client.post(f"{page}ban/", {"violation": "rudeness", "reason": "x"}).status_code == 200
    assert not StandingEvent.objects.exists()
    assert client.post(f"{page}suspend/", {"days": "7", "reason": "Three warnings"}).status_code == 302
    assert "Three warnings" in client.get(f"{page}change/").content.decode()
    assert "cannot" not in client.post(f"/admin/accounts/user/{olga.pk}/ban/", {"violation": "fraud", "reason": "x"})
    olga.refresh_from_db()
    assert olga.banned_at is None


# --- at the same instant, on PostgreSQL ---
races = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def apply_for(job, ben):
    return services.submit(job, author=ben, letter="I would like to draw it.", bid_minor=9_000, answers={})


def ban_and_sending_agree(threads, job, who, olga):
    """Sent before the ban and withdrawn by it, or refused because of it; never left standing."""
    _, sent = threads.together(partial(ban, who, olga), partial(apply_for, job, who))
    standing_ = Proposal.objects.filter(author=who).exclude(state=State.WITHDRAWN).count()
    return standing_ == 0 and isinstance(sent, (Proposal, NotAllowedNow))


def ban_and_publishing_agree(threads, draft, who, olga):
    _, published = threads.together(partial(ban, who, olga), partial(jobs.publish, draft, by=who))
    return not Job.objects.live().filter(client=who).exists() and isinstance(published, (Job, NotAllowedNow))


class TestRaces:
    pytestmark = races

    def test_a_ban_beside_a_proposal_being_sent(self, job, person, olga, fund):
        with runners(2) as threads:
            for place in range(ROUNDS):
                who = person(f"Fred{place}", freelancer=True)
                fund(who, 40)
                assert ban_and_sending_agree(threads, job, who, olga)
        assert_books_balance()

    def test_control_without_holding_the_person_a_proposal_outlives_the_ban(
        self, monkeypatch, job, person, olga, fund
    ):
        monkeypatch.setattr(standing, "check_may_act", held_open(lambda who: None))
        with runners(2) as threads:
            results = []
            for place in range(ORDERS):
                who = person(f"Fred{place}", freelancer=True)
                fund(who, 40)
                results.append(ban_and_sending_agree(threads, job, who, olga))
        assert not all(results)

    def test_a_ban_beside_a_job_being_published(self, person, design, olga):
        with runners(2) as threads:
            for place in range(ROUNDS):
                who = person(f"Clara{place}", client=True)
                draft = jobs.draft(who, title="A job", description="Do it", category=design, fixed_minor=50_000)
                assert ban_and_publishing_agree(threads, draft, who, olga)

    def test_control_without_holding_the_person_a_job_outlives_the_ban(self, monkeypatch, person, design, olga):
        monkeypatch.setattr(standing, "check_may_act", held_open(lambda who: None))
        with runners(2) as threads:
            results = []
            for place in range(ORDERS):
                who = person(f"Clara{place}", client=True)
                draft = jobs.draft(who, title="A job", description="Do it", category=design, fixed_minor=50_000)
                results.append(ban_and_publishing_agree(threads, draft, who, olga))
        assert not all(results)

    def test_two_administrators_do_not_ban_each_other(self, person):
        with runners(2) as threads:
            for place in range(ROUNDS):
                User.objects.filter(is_superuser=True).update(is_superuser=False)
                one, two = (person(f"{name}{place}", is_staff=True, is_superuser=True) for name in ("Una", "Duo"))
                threads.together(partial(ban, one, two), partial(ban, two, one))
                assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


def test_whoever_is_suspended_is_not_found_meanwhile_and_is_again_afterwards(client, ben, olga, design):
    profile = ben.freelancer_profile
    FreelancerProfile.objects.filter(pk=profile.pk).update(title="Painter", overview="I paint. " * 40)
    profile.skills.set([Skill.objects.create(name=f"Brush {n}", slug=f"brush-{n}", category=design) for n in range(3)])
    found = TalentListing.objects.filter(profile=profile)
    address = reverse("talent_profile", args=[profile.handle])
    assert found.exists()
    assert client.get(address).status_code == 200
    suspend(ben, olga, days=3)
    assert not found.exists()
    assert client.get(address).status_code == 404
    standing.end_due(clock.now() + timedelta(days=4))
    assert found.exists()
    assert client.get(address).status_code == 200
