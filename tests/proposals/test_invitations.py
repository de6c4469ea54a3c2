"""Invited people pay 0 Connects, and so do those who are offered a job unasked; refunds say nothing false of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.agencies import founding
from common import clock
from common.models import Mail, Notice
from connects import services as connects
from jobs import services as jobs
from jobs.errors import JobNotOpen
from proposals import announcing, closing, pending, services, settlement
from proposals.errors import (
    AlreadyInvited,
    AlreadySent,
    InvitationGone,
    NotHere,
    NotYours,
    OwnJob,
    SameAgency,
    TooManyInvitations,
)
from proposals.models import Contract, HiringPolicy, JobInvitation, Origin, Proposal, Settlement, State
from talent import services as talent
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.hires import terms
from tests.proposals.conftest import LETTER, balance
from tests.queries import cost

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def profile(ben):
    return talent.open_profile(ben)


@pytest.fixture
def invitation(job, ada, ben):
    return services.invite(job, person=ben, by=ada, message="Your birds are lovely.")


# --- invited ---


def test_the_invited_person_is_told_and_pays_nothing(invitation, send, ben, job):
    assert Notice.objects.get(person=ben, kind="job_invitation").link == job.get_absolute_url()
    assert "0 Connects" in Mail.objects.get(to=ben.email).text
    sent = send(ben)
    invitation.refresh_from_db()
    assert (sent.paid, sent.origin, invitation.status) == (0, Origin.INVITED, "used")
    assert balance(ben) == 40
    assert not connects.wallet_of(ben).transactions.filter(cause=sent.reference).exists()
    assert_books_balance()


def test_somebody_without_a_connect_can_answer(person, job, ada, send):
    dora = person("Dora", freelancer=True)
    services.invite(job, person=dora, by=ada)
    assert send(dora).paid == 0
    assert_books_balance()


def test_others_pay_as_ever(invitation, send, cleo):
    assert send(cleo).paid == 4


def test_in_an_agencys_name_it_costs_what_it_costs(invitation, send, ben, person):
    guild = founding.found(person("Mira", freelancer=True), name="Guild")
    guild.memberships.create(person=ben, role="member")
    pool = connects.open_wallet(agency=guild)
    connects.grant(
        pool.pk, 20, source=connects.Source.JOINING, expires_at=MONDAY + timedelta(days=90), reference="test:pool"
    )
    sent = send(ben, agency=guild)
    assert (sent.paid, sent.origin) == (4, Origin.SENT)
    assert_books_balance()


def test_once_per_job_and_person(invitation, job, ada, ben, send):
    with pytest.raises(AlreadyInvited):
        services.invite(job, person=ben, by=ada)
    send(ben)
    with pytest.raises(AlreadySent):
        services.invite(job, person=ben, by=ada)
    assert Notice.objects.filter(kind="job_invitation").count() == 1


def test_whom_nobody_invites(job, ada, ben, cleo, charlie, person):
    gone = person("Gone", freelancer=True, is_active=False)
    fresh = person("Fresh", freelancer=True, email_verified_at=None)
    for who, by, error in (
        (ben, cleo, NotYours),
        (ada, ada, OwnJob),
        (charlie, ada, NotHere),
        (gone, ada, NotHere),
        (fresh, ada, NotHere),
    ):
        with pytest.raises(error):
            services.invite(job, person=who, by=by)
    guild = founding.found(ben, name="Guild")
    guild.memberships.create(person=ada, role="member")
    with pytest.raises(SameAgency):
        services.invite(job, person=ben, by=ada)
    jobs.pause(job, by=ada)
    with pytest.raises(JobNotOpen):
        services.invite(job, person=cleo, by=ada)


def test_no_more_than_operators_allow_for_a_job_and_a_day(post, ada, ben, cleo, person):
    HiringPolicy.objects.update(invitations_per_job=1)
    job = post()
    services.invite(job, person=ben, by=ada)
    with pytest.raises(TooManyInvitations):
        services.invite(job, person=cleo, by=ada)
    HiringPolicy.objects.update(invitations_per_job=30, invitations_per_day=2)
    services.offer_unasked(post(), terms(), to=cleo, by=ada)
    with pytest.raises(TooManyInvitations):
        services.invite(post(), person=cleo, by=ada)
    with clock.at(MONDAY + timedelta(hours=25)):
        services.invite(post(), person=person("Dora", freelancer=True), by=ada)


def test_declining_says_why_and_then_it_costs_as_ever(invitation, ada, ben, cleo, send):
    with pytest.raises(NotYours):
        services.decline_invitation(invitation, by=cleo, reason="x")
    services.decline_invitation(invitation, by=ben, reason="Booked")
    with pytest.raises(InvitationGone):
        services.decline_invitation(invitation, by=ben, reason="Booked")
    assert "Booked" in Mail.objects.get(to=ada.email).text
    assert send(ben).paid == 4


# --- offered unasked ---


def test_an_offer_unasked_makes_a_proposal_that_cost_nothing(job, ada, ben):
    offer = services.offer_unasked(job, terms(), to=ben, by=ada)
    proposal = offer.proposal
    assert (proposal.state, proposal.paid, proposal.origin) == (State.OFFERED, 0, Origin.OFFERED)
    with pytest.raises(AlreadySent):
        services.offer_unasked(job, terms(), to=ben, by=ada)
    services.accept(offer, by=ben)
    assert Contract.objects.get().proposal == proposal
    assert (balance(ben), Proposal.objects.count()) == (40, 1)
    assert_books_balance()


def test_whoever_is_offered_a_job_does_not_apply_for_it(client, job, ada, ben):
    services.offer_unasked(job, terms(), to=ben, by=ada)
    client.force_login(ben)
    assert "You have an offer" in client.get(job.get_absolute_url()).content.decode()
    assert client.get(reverse("proposal_apply", args=[job.pk])).status_code == 302


# --- nothing false is said of what cost nothing ---


@pytest.mark.parametrize("end", ["cancelled", "removed", "expired", "declined"])
def test_nothing_comes_back_and_nothing_is_said_to(client, invitation, send, ada, ben, olga, job, end):
    sent = send(ben)
    if end == "cancelled":
        assert closing.effect(job).if_cancelled == 0
        jobs.cancel(job, by=ada)
    elif end == "removed":
        jobs.remove(job, by=olga, violation="fraud", reason="A deposit")
    elif end == "expired":
        jobs.expire_due(job.expires_at)
    else:
        services.decline(sent, by=ada, reason="Budget")
    announcing.announce_due(clock.now() + timedelta(days=40))
    assert not pending.of_proposals([sent.pk])
    assert not pending.of_wallet(sent.wallet_id)
    if Settlement.objects.exists():
        settlement.settle_due(Settlement.objects.latest("due_at").due_at)
    sent.refresh_from_db()
    assert (sent.refunded_at, balance(ben)) == (None, 40)
    told = [*Notice.objects.filter(person=ben).values_list("text", flat=True)]
    told += Mail.objects.filter(to=ben.email).values_list("text", flat=True)
    assert not [words for words in told if "way back" in words or "come back for it" in words or "came back" in words]
    client.force_login(ben)
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "nothing to give back" in page
    assert "No Connects come back" not in page
    assert client.get(reverse("my_proposals")).status_code == 200
    assert_books_balance()


def test_withdrawing_gives_up_nothing(client, invitation, send, ben):
    sent = send(ben)
    client.force_login(ben)
    page = client.get(reverse("proposal_withdraw", args=[sent.pk])).content.decode()
    assert "It cost no Connects" in page
    services.withdraw(sent, by=ben)
    assert balance(ben) == 40
    assert_books_balance()


# --- pages ---


def test_the_jobs_page_and_the_form_say_why_it_costs_nothing(client, invitation, job, ben, cleo):
    client.force_login(ben)
    page = client.get(job.get_absolute_url()).content.decode()
    assert "You are invited: this proposal costs 0 Connects" in page
    assert "Your birds are lovely." in page
    assert "Your proposal costs" in page
    assert "{#" not in page
    form = client.get(reverse("proposal_apply", args=[job.pk])).content.decode()
    assert "You are invited" in form
    client.post(reverse("proposal_apply", args=[job.pk]), {"letter": LETTER, "bid": "300", "send": ""})
    assert (Proposal.objects.get().paid, balance(ben)) == (0, 40)
    client.force_login(cleo)
    assert "You are invited" not in client.get(job.get_absolute_url()).content.decode()


def test_somebody_with_a_draft_and_no_connects_is_not_sent_to_the_shop(client, job, ada, person):
    dora = person("Dora", freelancer=True)
    services.save_draft(job, author=dora, letter=LETTER, bid="300", answers={})
    services.invite(job, person=dora, by=ada)
    client.force_login(dora)
    page = client.get(reverse("proposal_apply", args=[job.pk])).content.decode()
    assert "more Connect" not in page
    assert "Send proposal" in page


def test_inviting_from_a_profile(client, profile, job, ada, ben):
    client.force_login(ada)
    assert "Invite to a job" in client.get(profile.get_absolute_url()).content.decode()
    address = reverse("invite", args=[profile.handle])
    for wrong in ("", "x", "9" * 30, "\x00", "0"):
        answer = client.post(address, {"job": wrong, "message": "Hello"})
        assert "Choose one of your open jobs." in answer.content.decode()
    assert client.post(address, {"job": job.pk, "message": "<script>x</script>"}).status_code == 302
    assert "invited this person" in client.post(address, {"job": job.pk}).content.decode()
    shown = client.get(reverse("job_invitations", args=[job.pk])).content.decode()
    assert "&lt;script&gt;" in shown
    client.force_login(ben)
    assert "&lt;script&gt;" in client.get(reverse("my_invitations")).content.decode()


def test_nobody_invites_to_anothers_job_or_unseen_people(client, profile, job, cleo, ada, person):
    client.force_login(cleo)
    answer = client.post(reverse("invite", args=[profile.handle]), {"job": job.pk})
    assert not JobInvitation.objects.exists()
    assert answer.status_code == 200
    for address in (reverse("job_invitations", args=[job.pk]), reverse("job_offer", args=[job.pk, profile.handle])):
        assert client.get(address).status_code == 404
    hidden = talent.open_profile(person("Fresh", freelancer=True, email_verified_at=None))
    client.force_login(ada)
    assert client.get(reverse("invite", args=[hidden.handle])).status_code == 404


def test_offering_unasked_by_its_page(client, profile, job, ada, ben):
    client.force_login(ada)
    address = reverse("job_offer", args=[job.pk, profile.handle])
    assert "pays no Connects" in client.get(address).content.decode()
    typed = {"title": "Logo", "scope": "All", "amount": "500", "unit": "fixed", "starts_on": "2026-03-09"}
    made = client.post(address, typed)
    assert made.headers["Location"].startswith("/offers/")
    assert client.get(address).status_code == 302


def test_declining_by_its_page(client, invitation, ben, cleo):
    address = reverse("invitation_decline", args=[invitation.pk])
    client.force_login(cleo)
    assert client.post(address, {"reason": "x"}).status_code == 404
    client.force_login(ben)
    assert "Say why" in client.post(address, {"reason": " "}).content.decode()
    client.post(address, {"reason": "Booked"})
    invitation.refresh_from_db()
    assert (invitation.status, invitation.reason) == ("declined", "Booked")


def test_activity_is_shown_on_the_job(client, invitation, job, send, cleo, ada):
    services.offer(send(cleo), terms(), by=ada)
    page = client.get(job.get_absolute_url()).content.decode()
    assert '<dt>Invited</dt><dd class="number">1</dd>' in page
    assert '<dt>Open offers</dt><dd class="number">1</dd>' in page


@pytest.mark.parametrize("side", ["client", "invited"])
def test_the_lists_ask_as_many_queries_for_50_as_for_5(client, job, post, person, ada, ben, side):
    address = reverse("job_invitations", args=[job.pk]) if side == "client" else reverse("my_invitations")
    client.force_login(ada if side == "client" else ben)

    def more(number):
        start = JobInvitation.objects.count()
        for place in range(start, start + number):
            if side == "client":
                somebody = person(f"Somebody{place}")
                talent.open_profile(somebody)
                JobInvitation.objects.create(job=job, person=somebody)
            else:
                JobInvitation.objects.create(job=post(), person=ben)

    more(5)
    few = cost(client, address)
    more(45)
    assert cost(client, address) == few
