"""Everybody at once, on PostgreSQL: often, and then with the lock taken out, where it must go wrong."""

from itertools import count

import pytest
from django.db.models import QuerySet

from accounts.agencies import answering, founding, inviting, people, standing
from accounts.agencies.errors import AlreadyInvited
from accounts.models import AgencyInvitation, AgencyMember, User
from common import clock
from connects import booking, limits, services
from connects.errors import NotEnoughConnects, OverTheLimit
from connects.proof import prove
from proposals import services as proposals
from proposals.errors import NotAMember
from proposals.models import Proposal
from proposals.services import applying
from tests.books import assert_books_balance
from tests.proposals.conftest import LETTER
from tests.races import FEWER, ORDERS, ROUNDS, held_open, runners, unlocked

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
numbers = count(1)
AT_ONCE = 32


@pytest.fixture(autouse=True)
def _monday():
    """Threads have a clock of their own, so everything happens today."""


@pytest.fixture(autouse=True)
def _many_invitations(transactional_db):
    standing.AgencyPolicy.objects.update(invitations_a_day=30_000)


def empty(pool) -> None:
    if left := services.spendable(pool.pk):
        services.adjust(pool.pk, -left, reason="Next round", actor=None, reference=f"adjust:{next(numbers)}")


def all_spend(together, pool, actors, *, limit: int) -> list:
    """Six Connects each, at one instant, by the actors in turn."""
    first = next(numbers)
    return together.together(
        *(
            lambda i=i: services.spend_within_limit(
                pool.pk, 6, limit=limit, actor=actors[i % len(actors)], reference=f"proposal:{first}-{i}"
            )
            for i in range(AT_ONCE)
        )
    )


def sorted_out(outcomes: list) -> tuple[int, int, int]:
    """How many were booked, were over the limit, and found the pool empty."""
    kinds = (services.Booking, OverTheLimit, NotEnoughConnects)
    return tuple(sum(isinstance(outcome, kind) for outcome in outcomes) for kind in kinds)


def give_back(outcomes: list) -> None:
    for each in outcomes:
        if isinstance(each, services.Booking):
            services.refund(each.reference, reference=f"refund:{each.reference}", reason="Next round")


def at_the_limit(together, pool, fund, ben) -> list:
    """Room for two of six below a limit of 15; the pool has plenty."""
    empty(pool)
    fund(pool, 500)
    outcomes = all_spend(together, pool, [ben], limit=15)
    return outcomes


def test_of_32_by_one_member_with_room_for_2_below_the_limit_exactly_2_succeed(pool, fund, ben):
    with runners(AT_ONCE) as together:
        for _ in range(ROUNDS):
            outcomes = at_the_limit(together, pool, fund, ben)
            assert sorted_out(outcomes) == (2, 30, 0)
            assert limits.spent_this_month(pool.pk, ben.pk) == 12
            give_back(outcomes)
            assert limits.spent_this_month(pool.pk, ben.pk) == 0
    assert_books_balance()


def test_the_last_of_the_limit_has_one_winner(pool, fund, ben):
    fund(pool, 20_000)
    with runners(AT_ONCE) as together:
        for _ in range(ROUNDS):
            outcomes = all_spend(together, pool, [ben], limit=6)
            assert sorted_out(outcomes) == (1, 31, 0)
            give_back(outcomes)
    assert_books_balance()


def test_the_last_connects_of_the_pool_have_one_winner(pool, fund, ben, cleo, noor, maya):
    with runners(AT_ONCE) as together:
        for _ in range(ROUNDS):
            empty(pool)
            fund(pool, 7)
            outcomes = all_spend(together, pool, [ben, cleo, noor, maya], limit=1_000_000)
            assert sorted_out(outcomes) == (1, 0, 31)
            assert services.spendable(pool.pk) == 1
    assert_books_balance()


def test_control_without_the_wallets_lock_the_limit_is_passed(pool, fund, ben, monkeypatch):
    monkeypatch.setattr(booking, "LOCK", "")
    with runners(AT_ONCE) as together:
        for _ in range(ORDERS):
            outcomes = at_the_limit(together, pool, fund, ben)
            if sorted_out(outcomes) != (2, 30, 0) or not prove().balanced:
                return
            give_back(outcomes)
    pytest.fail("nothing went wrong without the lock")


def test_control_counting_before_the_wallet_is_held_passes_the_limit(pool, fund, ben, monkeypatch):
    """The order matters, too: the wallet first, then the sum."""
    monkeypatch.setattr(limits, "hold", lambda wallet_id: None)
    monkeypatch.setattr(limits, "spent_this_month", held_open(limits.spent_this_month))
    with runners(AT_ONCE) as together:
        for _ in range(ORDERS):
            outcomes = at_the_limit(together, pool, fund, ben)
            if sorted_out(outcomes)[0] > 2:
                return
            give_back(outcomes)
    pytest.fail("nothing went wrong in the other order")


def submit(job, who, guild):
    return lambda: proposals.submit(job, author=who, letter=LETTER, bid_minor=9_000, answers={}, agency=guild)


def test_proposals_of_one_member_at_once_stop_at_the_limit(guild, pool, fund, ben, maya, place, post):
    """The whole way, through eight jobs at once: two of four Connects fit below a limit of ten."""
    people.set_limit(guild, place(guild, ben).pk, by=maya, monthly_limit=10)
    fund(pool, 10_000)
    with runners(8) as together:
        for number in range(FEWER):
            jobs = [post(title=f"Job {number}-{i}") for i in range(8)]
            outcomes = together.together(*[submit(job, ben, guild) for job in jobs])
            assert sum(isinstance(outcome, Proposal) for outcome in outcomes) == 2
            assert sum(isinstance(outcome, OverTheLimit) for outcome in outcomes) == 6
            for each in outcomes:
                if isinstance(each, Proposal):
                    services.refund(each.reference, reference=f"refund:{each.reference}", reason="Next round")
    assert_books_balance()


def removed_while_sending(together, guild, ben, maya, join, post) -> bool:
    """Whether a proposal was paid after the removal had been committed."""
    seat = guild.memberships.present().filter(person=ben).first() or join(guild, ben)
    job, gone = post(title=f"Job {next(numbers)}"), []

    def remove():
        people.remove(guild, seat.pk, by=maya)
        gone.append(clock.real_now())

    outcome, _ = together.together(submit(job, ben, guild), remove)
    assert isinstance(outcome, Proposal | NotAMember), outcome
    if not isinstance(outcome, Proposal):
        return False
    # Sent first: then the removal had to wait for it, and was committed after it.
    booked = outcome.wallet.transactions.get(reference=outcome.reference)
    return booked.recorded_at > gone[0]


def test_once_a_removal_is_committed_nothing_is_sent_in_the_agencys_name(guild, pool, fund, ben, maya, join, post):
    fund(pool, 10_000)
    with runners(2) as together:
        for _ in range(ROUNDS):
            assert not removed_while_sending(together, guild, ben, maya, join, post)
    assert_books_balance()


def test_control_without_the_seats_lock_a_proposal_outlives_the_removal(
    guild, pool, fund, ben, maya, join, post, monkeypatch
):
    """The place is read, held open for a moment, and used after the removal has been committed."""
    fund(pool, 10_000)

    def looked_at(person, agency):
        return AgencyMember.objects.present().filter(person=person, agency=agency).first()

    monkeypatch.setattr(standing, "hold_seat", looked_at)
    monkeypatch.setattr(applying, "check_may_apply", held_open(applying.check_may_apply))
    with runners(2) as together:
        assert any(removed_while_sending(together, guild, ben, maya, join, post) for _ in range(ORDERS))


def invite_one(guild, who, email):
    return lambda: inviting.invite(guild, by=who, email=email)


def accept_one(invitation, guest):
    # Each with a row of their own, as requests have.
    return lambda: answering.accept(invitation, by=User.objects.get(pk=guest.pk))


def found_one(who, name):
    return lambda: founding.found(who, name=name)


def test_one_mailbox_invited_eight_times_at_once_is_invited_once(guild, maya, noor):
    with runners(8) as together:
        for number in range(ROUNDS):
            acts = [invite_one(guild, who, f"guest{number}@example.com") for who in (maya, noor) * 4]
            outcomes = together.together(*acts)
            assert sum(isinstance(outcome, AgencyInvitation) for outcome in outcomes) == 1
            assert sum(isinstance(outcome, AlreadyInvited) for outcome in outcomes) == 7


def test_an_invitation_accepted_eight_times_at_once_joins_once(guild, maya, person):
    with runners(8) as together:
        for number in range(ROUNDS):
            guest = person(f"Guest{number}")
            invitation = inviting.invite(guild, by=maya, email=guest.email)
            outcomes = together.together(*[accept_one(invitation, guest)] * 8)
            assert {type(outcome) for outcome in outcomes} == {AgencyMember}
            assert guild.memberships.filter(person=guest).count() == 1
    assert_books_balance()


def test_a_day_of_invitations_is_not_passed_by_sending_at_once(guild, maya):
    before = guild.invitations.count()
    standing.AgencyPolicy.objects.update(invitations_a_day=before + 3)
    with runners(8) as together:
        outcomes = together.together(*[invite_one(guild, maya, f"guest{i}@example.com") for i in range(8)])
    assert sum(isinstance(outcome, AgencyInvitation) for outcome in outcomes) == 3


def test_control_without_the_agencys_lock_the_day_is_passed(guild, maya, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", unlocked)
    monkeypatch.setattr(inviting, "_check", held_open(inviting._check))
    before = guild.invitations.count()
    standing.AgencyPolicy.objects.update(invitations_a_day=before + 3)
    with runners(8) as together:
        outcomes = together.together(*[invite_one(guild, maya, f"guest{i}@example.com") for i in range(8)])
    assert sum(isinstance(outcome, AgencyInvitation) for outcome in outcomes) > 3


def test_one_handle_wanted_by_eight_at_once(person):
    founders = [person(f"Founder{i}", freelancer=True) for i in range(8)]
    with runners(8) as together:
        for number in range(3):
            outcomes = together.together(*[found_one(who, f"Guild {number}") for who in founders])
            assert len({agency.handle for agency in outcomes}) == 8
