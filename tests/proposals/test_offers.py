"""Offers: made, accepted, declined, taken back, lapsed; and what they leave behind in the refund matrix."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.agencies import founding, people
from common import clock
from common.models import Mail, Notice
from connects import services as connects
from jobs import services as jobs
from jobs.errors import JobEnded
from proposals import consequences, pending, services, settlement
from proposals.errors import AlreadyViewed, BadTerms, NotYours, OfferGone, ReasonNeeded, SameAgency, TooLate
from proposals.models import Contract, HiringPolicy, Offer, Proposal, Settlement, Stage, State
from proposals.services import offering
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.hires import hire, terms
from tests.proposals.conftest import LETTER, balance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def offer(proposal, ada):
    return services.offer(proposal, terms(proposal), by=ada)


def stand(proposal):
    proposal.refresh_from_db()
    return proposal.state, proposal.stage


# --- made ---


def test_an_offer_moves_the_proposal_and_tells_its_author(offer, proposal, ben):
    assert stand(proposal) == (State.OFFERED, Stage.OFFERED)
    assert offer.lapses_at == MONDAY + timedelta(days=7)
    assert Notice.objects.get(person=ben, kind="offer").link == f"/offers/{offer.pk}/"
    assert "no escrow" in Mail.objects.get(to=ben.email, kind="offer").text
    assert not Contract.objects.exists()


def test_one_offer_at_a_time(offer, proposal, ada):
    with pytest.raises(TooLate):
        services.offer(proposal, terms(proposal), by=ada)
    assert Offer.objects.count() == 1


def test_what_was_read_in_another_tab_meanwhile_is_where_it_goes_back_to(proposal, ada, ben):
    stale = Proposal.objects.get(pk=proposal.pk)
    services.view(proposal, by=ada)
    offer = services.offer(stale, terms(stale), by=ada)
    services.decline_offer(offer, by=ben, reason="No time")
    assert stand(proposal) == (State.VIEWED, Stage.OFFERED)
    with pytest.raises(AlreadyViewed):
        services.edit(proposal, author=ben, letter=LETTER, bid_minor=60_000, answers={})


def test_only_the_jobs_client_offers(proposal, ben, cleo):
    for somebody in (ben, cleo):
        with pytest.raises(NotYours):
            services.offer(proposal, terms(proposal), by=somebody)


def test_nothing_ends_before_it_begins(proposal, ada):
    with pytest.raises(BadTerms):
        services.offer(proposal, terms(proposal, ends_on=MONDAY.date()), by=ada)


def test_nobody_offers_across_their_own_agency(proposal, ada, ben, person):
    guild = founding.found(person("Mira", freelancer=True), name="Guild")
    for somebody in (ada, ben):
        guild.memberships.create(person=somebody, role="member")
    with pytest.raises(SameAgency):
        services.offer(proposal, terms(proposal), by=ada)


def test_the_operators_days_decide_how_long_it_stands(proposal, ada):
    HiringPolicy.objects.update(offer_days=2)
    assert services.offer(proposal, terms(proposal), by=ada).lapses_at == MONDAY + timedelta(days=2)


# --- answered ---


def test_accepting_hires_and_tells_both(offer, proposal, ada, ben, job):
    contract = services.accept(offer, by=ben)
    job.refresh_from_db()
    assert stand(proposal) == (State.HIRED, Stage.HIRED)
    assert (contract.offer, job.hires_count) == (offer, 1)
    assert Notice.objects.filter(person=ben, kind="hired").exists()
    assert "accepted" in Notice.objects.get(person=ada, kind="offer_answered").text


def test_accepting_twice_hires_once(offer, ben, job):
    services.accept(offer, by=ben)
    with pytest.raises(OfferGone):
        services.accept(offer, by=ben)
    job.refresh_from_db()
    assert (job.hires_count, Contract.objects.count()) == (1, 1)


def test_nobody_else_answers(offer, ada, cleo):
    for somebody in (ada, cleo):
        for verb in (services.accept, lambda o, by: services.decline_offer(o, by=by, reason="No")):
            with pytest.raises(NotYours):
                verb(offer, by=somebody)


def test_declining_takes_a_reason_and_leaves_the_proposal_in_its_column(offer, proposal, ada, ben):
    with pytest.raises(ReasonNeeded):
        services.decline_offer(offer, by=ben, reason="  ")
    services.decline_offer(offer, by=ben, reason="Booked until June")
    assert stand(proposal) == (State.VIEWED, Stage.OFFERED)
    assert "Booked until June" in Mail.objects.get(to=ada.email, kind="offer_answered").text
    again = services.offer(proposal, terms(proposal), by=ada)
    assert services.accept(again, by=ben).offer == again


def test_a_shortlisted_one_is_shortlisted_again_and_counted(proposal, ada, ben, job):
    services.shortlist(proposal, by=ada)
    offer = services.offer(proposal, terms(proposal), by=ada)
    job.refresh_from_db()
    assert job.shortlisted_count == 0
    services.decline_offer(offer, by=ben, reason="No")
    job.refresh_from_db()
    assert (stand(proposal)[0], job.shortlisted_count) == (State.SHORTLISTED, 1)


def test_the_client_takes_it_back_and_the_author_is_told(offer, proposal, ada, ben):
    with pytest.raises(NotYours):
        services.take_back(offer, by=ben)
    services.take_back(offer, by=ada)
    assert stand(proposal) == (State.VIEWED, Stage.OFFERED)
    with pytest.raises(OfferGone):
        services.accept(offer, by=ben)
    assert "took the offer" in Notice.objects.filter(person=ben, kind="offer").latest("id").text


def test_an_unanswered_one_lapses_and_both_are_told(offer, proposal, ada, ben):
    assert offering.next_lapse() == MONDAY + timedelta(days=7)
    with clock.at(MONDAY + timedelta(days=7)):
        with pytest.raises(OfferGone):
            services.accept(offer, by=ben)
        assert offering.lapse_due(clock.now()) == 1
        assert offering.lapse_due(clock.now()) == 0
    offer.refresh_from_db()
    assert (offer.status, offering.next_lapse()) == ("lapsed", None)
    assert stand(proposal) == (State.VIEWED, Stage.OFFERED)
    assert Notice.objects.filter(reference=f"offer:{offer.pk}:lapsed").count() == 2


@pytest.mark.parametrize("how", ["withdrawn", "declined", "cancelled", "removed"])
def test_an_offer_stands_no_longer_than_its_proposal_and_its_job(offer, proposal, ada, ben, olga, job, how):
    if how == "withdrawn":
        services.withdraw(proposal, by=ben)
    elif how == "declined":
        services.decline(proposal, by=ada, reason="Budget")
    elif how == "cancelled":
        jobs.cancel(job, by=ada)
    else:
        jobs.remove(job, by=olga, violation="fraud", reason="A deposit")
    offer.refresh_from_db()
    assert (offer.status, offering.next_lapse()) == ("over", None)
    with pytest.raises((OfferGone, JobEnded)):
        services.accept(offer, by=ben)
    assert not Contract.objects.exists()


def test_whoever_runs_the_agency_answers_and_who_has_left_it_does_not(send, fund, ada, ben, person):
    mira = person("Mira", freelancer=True)
    guild = founding.found(mira, name="Guild")
    guild.memberships.create(person=ben, role="member")
    pool = connects.open_wallet(agency=guild)
    connects.grant(
        pool.pk, 20, source=connects.Source.JOINING, expires_at=MONDAY + timedelta(days=90), reference="test:pool"
    )
    offer = services.offer(send(ben, agency=guild), terms(), by=ada)
    people.leave(guild, person=ben)
    with pytest.raises(NotYours):
        services.accept(offer, by=ben)
    assert services.accept(offer, by=mira).proposal.author == ben


# --- what it means for Connects ---


@pytest.mark.parametrize("answer", [None, "declined", "taken_back", "lapsed"])
def test_once_offered_a_cancellation_gives_nothing_back_whatever_became_of_it(offer, ada, ben, job, answer):
    if answer == "declined":
        services.decline_offer(offer, by=ben, reason="No")
    elif answer == "taken_back":
        services.take_back(offer, by=ada)
    elif answer == "lapsed":
        offering.lapse_due(offer.lapses_at)
    jobs.cancel(job, by=ada)
    assert not pending.of_proposals([offer.proposal_id])
    settlement.settle_due(Settlement.objects.latest("due_at").due_at)
    assert balance(ben) == 36
    assert_books_balance()


def test_a_removal_gives_it_back(offer, ben, olga, job):
    jobs.remove(job, by=olga, violation="fraud", reason="A deposit")
    settlement.settle_due(Settlement.objects.latest("due_at").due_at)
    assert balance(ben) == 40
    assert_books_balance()


def test_both_sides_are_told_before_they_click(client, proposal, ada, ben):
    assert "From the offer on that is over" in consequences.of_offering(proposal, "Ben")
    client.force_login(ada)
    page = client.get(reverse("proposal_offer", args=[proposal.pk])).content.decode()
    assert "From the offer on that is over" in page
    assert "no escrow" in page
    offer = services.offer(proposal, terms(proposal), by=ada)
    client.force_login(ben)
    page = client.get(offer.get_absolute_url()).content.decode()
    assert "do not come back when the client closes the job" in page
    assert "no escrow" in page


def test_the_switched_matrix_changes_what_is_said(switch, send, ben):
    switch("cancelled", "late")
    assert "Ben gets back" in consequences.of_offering(send(ben), "Ben")


# --- pages ---


def typed(**fields):
    words = {"title": "The logo", "scope": "Three drafts", "amount": "450", "unit": "fixed"}
    return words | {"starts_on": "2026-03-05", "ends_on": "", "message": ""} | fields


def test_from_the_form_to_the_contract(client, proposal, ada, ben):
    client.force_login(ada)
    made = client.post(reverse("proposal_offer", args=[proposal.pk]), typed())
    offer = Offer.objects.get()
    assert (made.headers["Location"], offer.amount_minor) == (offer.get_absolute_url(), 45_000)
    client.force_login(ben)
    client.post(reverse("offer_accept", args=[offer.pk]))
    contract = Contract.objects.get()
    assert "The logo" in client.get(contract.get_absolute_url()).content.decode()
    assert "See the contract" in client.get(proposal.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Say in a few words"),
        ({"scope": ""}, "Describe the work"),
        ({"amount": "a lot"}, "Write an amount"),
        ({"amount": "0"}, "Ask for something between"),
        ({"unit": "day"}, "Select a valid choice"),
        ({"starts_on": "yesterday"}, "Enter a valid date"),
        ({"starts_on": "2020-01-01"}, "This day has passed"),
        ({"ends_on": "2026-03-01"}, "before the beginning"),
        ({"title": "x" * 121}, "at most 120"),
        ({"title": "\x00"}, "Null characters"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, proposal, ada, fields, said):
    client.force_login(ada)
    answer = client.post(reverse("proposal_offer", args=[proposal.pk]), typed(**fields))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "\u202eevil", "=1+1", "😀" * 50, "javascript:alert(1)"],
    ids=["script", "right-to-left", "formula", "emoji", "link"],
)
def test_hostile_words_stay_words(client, proposal, ada, ben, hostile):
    client.force_login(ada)
    client.post(
        reverse("proposal_offer", args=[proposal.pk]), typed(title=hostile[:120], scope=hostile, message=hostile)
    )
    offer = Offer.objects.get()
    for somebody in (ada, ben):
        client.force_login(somebody)
        page = client.get(offer.get_absolute_url())
        assert page.status_code == 200
        assert b"<script>alert" not in page.content


def test_an_offer_is_there_for_its_two_sides_only(client, offer, ada, ben, cleo, charlie, olga):
    for somebody, status in ((ada, 200), (ben, 200), (cleo, 404), (charlie, 404), (olga, 404)):
        client.force_login(somebody)
        assert client.get(offer.get_absolute_url()).status_code == status
    client.force_login(ada)
    for name in ("offer_accept", "offer_decline"):
        assert client.post(reverse(name, args=[offer.pk]), {"reason": "x"}).status_code == 404
    client.force_login(ben)
    assert client.post(reverse("offer_take_back", args=[offer.pk])).status_code == 404
    offer.refresh_from_db()
    assert offer.is_open


def test_several_are_hired_for_one_job(send, ada, ben, cleo, job):
    for somebody in (ben, cleo):
        hire(send(somebody), by=ada)
    job.refresh_from_db()
    assert (job.hires_count, job.is_open) == (2, True)
    assert_books_balance()


# --- who is told, and what is said, when something else happened meanwhile ---


def test_a_withdrawal_tells_the_client_that_the_offer_is_over(offer, proposal, ada, ben):
    services.withdraw(proposal, by=ben)
    offer.refresh_from_db()
    assert offer.status == Offer.Status.OVER
    assert "does not stand any more" in Notice.objects.get(person=ada, kind="offer_answered").text


def test_once_somebody_is_hired_the_offer_page_judges_by_that_rule(client, send, proposal, ada, cleo):
    second = send(cleo)
    hire(proposal, by=ada)
    client.force_login(ada)
    page = " ".join(client.get(f"/proposals/{second.pk}/offer/").content.decode().split())
    assert "If you close the job, Cleo does not get back the Connects" in page
    assert "If you cancelled the job today" not in page
