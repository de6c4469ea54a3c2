"""Contracts: asked for, finished, ended; and the reviews at their end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.agencies import founding
from common import clock
from common.models import Mail, Notice
from connects import referrals
from connects import services as connects
from connects.models import Referral
from jobs import services as jobs
from proposals import services
from proposals.errors import ContractOver, NotYours, ReasonNeeded, ReviewsClosed, SameAgency
from proposals.models import Contract, Proposal, Review
from proposals.services import reviewing
from talent import services as talent
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.hires import hire, terms
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
def contract(proposal, profile, ada):
    return hire(proposal, by=ada)


@pytest.fixture
def over(contract, ada):
    services.finish(contract, by=ada)
    return contract


# --- finished, ended ---


def test_the_freelancer_asks_and_the_client_finishes(contract, profile, ada, ben):
    for _ in range(2):
        services.ask_to_finish(contract, by=ben)
    assert Notice.objects.filter(person=ada, kind="contract").count() == 1
    with pytest.raises(NotYours):
        services.finish(contract, by=ben)
    services.finish(contract, by=ada)
    profile.refresh_from_db()
    assert (contract.status, profile.contracts_finished) == (Contract.Status.FINISHED, 1)
    assert contract.reviews_due_at == MONDAY + timedelta(days=14)
    assert "finished" in Mail.objects.get(to=ben.email, kind="contract").text


def test_finishing_twice_counts_once(over, profile, ada, ben):
    for verb in (
        lambda: services.finish(over, by=ada),
        lambda: services.ask_to_finish(over, by=ben),
        lambda: services.end(over, by=ben, reason="Late"),
    ):
        with pytest.raises(ContractOver):
            verb()
    profile.refresh_from_db()
    assert profile.contracts_finished == 1


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_either_side_ends_it_with_a_reason_that_the_other_reads(request, contract, profile, ada, ben, who):
    by = request.getfixturevalue(who)
    with pytest.raises(ReasonNeeded):
        services.end(contract, by=by, reason=" ")
    services.end(contract, by=by, reason="It grew too large")
    other = ben if by == ada else ada
    profile.refresh_from_db()
    assert (contract.status, contract.ended_by, profile.contracts_finished) == ("ended", by, 0)
    assert "It grew too large" in Mail.objects.get(to=other.email, kind="contract").text


def test_strangers_do_nothing_to_it(contract, cleo):
    for verb in (services.ask_to_finish, services.finish):
        with pytest.raises(NotYours):
            verb(contract, by=cleo)
    with pytest.raises(NotYours):
        services.end(contract, by=cleo, reason="x")


def test_it_outlives_its_job_and_ends_with_a_removal(send, proposal, contract, cleo, ada, olga, job):
    theirs = hire(send(cleo), by=ada)
    jobs.fill(job, by=ada)
    services.finish(theirs, by=ada)
    jobs.remove(job, by=olga, violation="fraud", reason="A deposit")
    contract.refresh_from_db()
    theirs.refresh_from_db()
    assert (contract.status, theirs.status) == ("ended", "finished")
    assert contract.reviews_due_at is not None
    assert_books_balance()


def test_a_finished_contract_settles_the_referral_once(send, fund, person, ada, ben):
    dora = person("Dora", freelancer=True)
    fund(dora, 10)
    referrals.joined(dora, code=referrals.code_of(ben).code)
    before = connects.balance_of(ben), connects.balance_of(dora)
    contract = hire(send(dora), by=ada)
    services.finish(contract, by=ada)
    with pytest.raises(ContractOver):
        services.finish(contract, by=ada)
    assert Referral.objects.get(newcomer=dora).counted == contract.reference
    assert (connects.balance_of(ben), connects.balance_of(dora)) == (before[0] + 20, before[1] + 10 - 4)
    assert_books_balance()


def test_one_that_ended_early_proves_nothing(send, fund, person, ada, ben):
    dora = person("Dora", freelancer=True)
    fund(dora, 10)
    referrals.joined(dora, code=referrals.code_of(ben).code)
    services.end(hire(send(dora), by=ada), by=ada, reason="No time")
    assert Referral.objects.get(newcomer=dora).state == "joined"
    assert_books_balance()


# --- reviews ---


def write(contract, by, stars=5, text="As agreed."):
    return services.review(contract, by=by, stars=stars, text=text)


def ratings(profile, ada):
    profile.refresh_from_db()
    ada.client_profile.refresh_from_db()
    return (
        (profile.rating_sum, profile.rating_count),
        (ada.client_profile.rating_sum, ada.client_profile.rating_count),
    )


def test_both_are_shown_when_both_have_written(over, profile, ada, ben):
    first = write(over, ada, 4)
    assert (first.shown_at, ratings(profile, ada)) == (None, ((0, 0), (0, 0)))
    write(over, ben, 5)
    assert ratings(profile, ada) == ((4, 1), (5, 1))
    assert Review.objects.filter(shown_at=MONDAY).count() == 2
    assert reviewing.show_due(MONDAY + timedelta(days=30)) == 0
    assert ratings(profile, ada) == ((4, 1), (5, 1))
    assert Notice.objects.filter(kind="review", text__contains="of 5 stars").count() == 2


def test_alone_it_is_shown_after_the_days_for_writing(over, profile, ada, ben):
    write(over, ada, 2)
    due = MONDAY + timedelta(days=14)
    assert reviewing.next_due() == due
    assert reviewing.show_due(due - timedelta(seconds=1)) == 0
    assert [reviewing.show_due(due), reviewing.show_due(due)] == [1, 0]
    assert ratings(profile, ada) == ((2, 1), (0, 0))
    assert reviewing.next_due() is None
    with pytest.raises(ReviewsClosed):
        write(over, ben)


def test_it_can_be_changed_until_it_is_shown(over, profile, ada, ben):
    write(over, ada, 1, "Bad")
    write(over, ada, 4, "Better than I thought")
    write(over, ben)
    assert ratings(profile, ada)[0] == (4, 1)
    with pytest.raises(ReviewsClosed):
        write(over, ada, 1)
    assert Review.objects.count() == 2


def test_nobody_writes_while_it_runs_or_about_others_work(contract, ada, cleo):
    with pytest.raises(ReviewsClosed):
        write(contract, ada)
    services.finish(contract, by=ada)
    with pytest.raises(NotYours):
        write(contract, cleo)
    for stars in (0, 6):
        with pytest.raises(ValueError, match="five"):
            write(contract, ada, stars)


def test_nobody_reviews_across_their_own_agency(over, ada, ben, person):
    guild = founding.found(person("Mira", freelancer=True), name="Guild")
    for somebody in (ada, ben):
        guild.memberships.create(person=somebody, role="member")
    for somebody in (ada, ben):
        with pytest.raises(SameAgency):
            write(over, somebody)


def test_ratings_appear_wherever_somebody_chooses(client, over, profile, proposal, ada, ben, job):
    write(over, ada, 4, "Clear and quick.")
    page = client.get(profile.get_absolute_url()).content.decode()
    assert "Clear and quick." not in page
    write(over, ben, 5)
    page = client.get(profile.get_absolute_url()).content.decode()
    assert "4.0 of 5" in page
    assert "Clear and quick." in page
    assert "Rating by freelancers" in client.get(job.get_absolute_url()).content.decode()
    client.force_login(ada)
    assert "4.0 of 5" in client.get(reverse("job_proposals", args=[job.pk]) + "?tab=hired").content.decode()


# --- pages ---


def test_the_whole_way_by_its_pages(client, contract, ada, ben, profile):
    def post(who, name, **fields):
        client.force_login(who)
        return client.post(reverse(name, args=[contract.pk]), fields)

    assert post(ben, "contract_ask").status_code == 302
    client.force_login(ada)
    assert "says that the work is done" in client.get(contract.get_absolute_url()).content.decode()
    assert post(ada, "contract_finish").status_code == 302
    assert "Choose from one to five stars" in post(ada, "contract_review", text="Fine").content.decode()
    assert post(ada, "contract_review", stars="5", text="<b>Fine</b>").status_code == 302
    client.force_login(ben)
    page = client.get(contract.get_absolute_url()).content.decode()
    assert "has written already" in page
    assert "Fine" not in page
    post(ben, "contract_review", stars="4", text="Thank you")
    page = client.get(contract.get_absolute_url()).content.decode()
    assert "&lt;b&gt;Fine&lt;/b&gt;" in page
    assert client.get(reverse("contract_review", args=[contract.pk])).status_code == 302


NAMES = ("contract_detail", "contract_ask", "contract_finish", "contract_end", "contract_review")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_yours_is_not_there(client, contract, cleo, charlie, olga, name):
    for somebody in (cleo, charlie, olga):
        client.force_login(somebody)
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[contract.pk])).status_code in (404, 405)
    contract.refresh_from_db()
    assert contract.is_running


def test_each_side_has_its_own_buttons(client, contract, ada, ben):
    client.force_login(ben)
    assert client.post(reverse("contract_finish", args=[contract.pk])).status_code == 404
    client.force_login(ada)
    assert client.post(reverse("contract_ask", args=[contract.pk])).status_code == 404


@pytest.mark.parametrize("side", ["ada", "ben"])
def test_the_list_asks_as_many_queries_for_50_as_for_5(request, client, contract, post, ada, ben, side):
    client.force_login(request.getfixturevalue(side))
    make_many(contract, post, 4)
    few = cost(client, reverse("contracts"))
    make_many(contract, post, 45)
    assert cost(client, reverse("contracts")) == few


def make_many(contract, post, number):
    for _ in range(number):
        copy = Proposal.objects.get(pk=contract.proposal_id)
        copy.pk, copy.job = None, post()
        copy.save()
        Contract.objects.create(proposal=copy)


def test_offers_of_terms_are_shown_in_the_list(client, contract, ben):
    client.force_login(ben)
    assert terms(contract.proposal).title in client.get(reverse("contracts")).content.decode()
    assert client.get(reverse("contracts") + "?tab=over&before=x").status_code == 200
