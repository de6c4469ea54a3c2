"""Two outcomes of one job or proposal at the same instant: one comes first, and the other knows of it.

Again and again on PostgreSQL. Each control does the same without what keeps the two apart, where it must go wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError

from jobs import activity, closing
from jobs import services as jobs
from jobs.errors import JobEnded
from jobs.models import JobClosure, Jobs
from proposals import pending, rules, services, settlement
from proposals.errors import OfferGone, TooLate
from proposals.models import Boost, Contract, Offer, Settlement, State
from proposals.services import applying, offering
from tests.books import assert_books_balance
from tests.hires import terms
from tests.proposals.boosts import bid, boost_of
from tests.races import ORDERS, ROUNDS, Act, held_open, runners, unlocked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@dataclass(slots=True)
class Round:
    """A job with Ben's proposal, both fresh; `one` and `two` are what the two acts answered."""

    ada: Any
    ben: Any
    olga: Any
    proposal: Any
    offer: Any = None
    one: Any = None
    two: Any = None

    @property
    def job(self):
        return self.proposal.job

    @property
    def ends(self) -> list[str]:
        """How the job ended, in the order in which it did."""
        return list(JobClosure.objects.filter(job=self.job).order_by("at", "id").values_list("end", flat=True))

    @property
    def promised(self) -> bool:
        return bool(pending.of_proposals([self.proposal.pk]))

    @property
    def boost(self) -> tuple[str, str]:
        state, why, _ = boost_of(self.proposal)
        return state, why

    def read_again(self) -> "Round":
        self.proposal.refresh_from_db()
        if self.offer:
            self.offer.refresh_from_db()
        return self

    # --- acts ---

    def cancel(self) -> Any:
        return jobs.cancel(self.job, by=self.ada)

    def remove(self) -> Any:
        return jobs.remove(self.job, by=self.olga, violation="fraud", reason="Asks for a deposit")

    def expire(self) -> bool:
        return closing.expire(self.job, at=self.job.expires_at)

    def withdraw(self) -> Any:
        return services.withdraw(self.proposal, by=self.ben)

    def view(self) -> bool:
        return services.view(self.proposal, by=self.ada)

    def make_offer(self) -> Offer:
        return services.offer(self.proposal, terms(self.proposal), by=self.ada)

    def decline(self) -> Any:
        return services.decline(self.proposal, by=self.ada, reason="Budget")

    def accept(self) -> Any:
        return services.accept(self.offer, by=self.ben)

    def turn_down(self) -> Any:
        return services.decline_offer(self.offer, by=self.ben, reason="No")

    def lapse(self) -> int:
        return offering.lapse_due(self.offer.lapses_at)


@dataclass(frozen=True, slots=True)
class Race:
    """What stands before, the two acts, and whether what came of them is one story."""

    one: Callable[[Round], Any]
    two: Callable[[Round], Any]
    agree: Callable[[Round], bool]
    offered: bool = False


def cancelled_and_removed(it: Round) -> bool:
    """A removal may follow a cancellation, not the other way round; the held boost returns once either way."""
    if isinstance(it.one, JobClosure):
        ends = it.ends == ["cancelled", "removed"] and it.one.pk < it.two.pk
    else:
        ends = isinstance(it.one, JobEnded) and it.ends == ["removed"]
    return ends and it.promised and it.boost == ("returned", "void")


def ended_or_withdrawn(it: Round) -> bool:
    """Withdrawn before: nothing is promised, the boost is spent. Afterwards there is nothing left to withdraw."""
    if it.proposal.state == State.WITHDRAWN:
        before = it.two is None and it.proposal.withdrawn_at < it.one.at
        return before and not it.promised and it.boost == ("spent", "withdrawn")
    return isinstance(it.two, JobEnded) and it.promised and it.boost == ("returned", "void")


def cancelled_or_seen(it: Round) -> bool:
    """The proposal comes back either way; its boost only when nobody had opened it before."""
    boost = ("spent", "seen") if it.two is True else ("returned", "void")
    return isinstance(it.one, JobClosure) and it.promised and it.boost == boost


def cancelled_or_offered(it: Round) -> bool:
    """Offered before, it is in the next column and the offer is over; afterwards there is nothing left to offer."""
    if isinstance(it.two, Offer):
        it.two.refresh_from_db()
        return it.two.status == "over" and not it.promised and it.boost == ("spent", "seen")
    return isinstance(it.two, JobEnded) and it.promised and it.boost == ("returned", "void")


def seen_or_withdrawn(it: Round) -> bool:
    """Opened first it says so and has spent the boost for that; withdrawn first there is nothing left to open."""
    spent_by, stage = ("seen", "viewed") if it.one is True else ("withdrawn", "submitted")
    place_is_free = not Boost.objects.filter(proposal=it.proposal, placed=True).exists()
    told = (it.proposal.get_stage_display().lower(), it.proposal.viewed_at is not None) == (stage, it.one is True)
    return it.two is None and it.boost == ("spent", spent_by) and place_is_free and told


def expired_or_cancelled(it: Round) -> bool:
    if it.one is True:
        after = isinstance(it.two, JobEnded) and not it.promised and it.boost == ("spent", "won")
        return it.ends == ["expired"] and after
    first = it.one is False and isinstance(it.two, JobClosure)
    return first and it.ends == ["cancelled"] and it.promised and it.boost == ("returned", "void")


def expired_or_hired(it: Round) -> bool:
    """A job that has hired somebody is not abandoned: it ends as filled."""
    it.job.refresh_from_db()
    if isinstance(it.two, Contract):
        return it.ends == ["filled"] and (it.job.hires_count, it.offer.status) == (1, "accepted")
    return (
        it.ends == ["expired"]
        and isinstance(it.two, JobEnded)
        and (it.job.hires_count, it.offer.status) == (0, "over")
    )


def removed_or_hired(it: Round) -> bool:
    """Hired before, the contract has ended with the job; removed before, nobody was hired."""
    running = Contract.objects.filter(proposal=it.proposal, status="active").exists()
    if isinstance(it.two, Contract):
        return it.one.after_hire and not running and it.promised and it.offer.status == "accepted"
    return not it.one.after_hire and isinstance(it.two, JobEnded) and it.offer.status == "over"


def accepted_or_declined(it: Round) -> bool:
    if isinstance(it.one, Contract):
        return isinstance(it.two, OfferGone) and (it.offer.status, it.proposal.state) == ("accepted", "hired")
    declined = isinstance(it.one, OfferGone) and it.two is None
    return declined and (it.offer.status, it.proposal.state) == ("declined", "viewed")


def accepted_or_lapsed(it: Round) -> bool:
    if isinstance(it.one, Contract):
        return it.two == 0 and (it.offer.status, it.proposal.state) == ("accepted", "hired")
    lapsed = isinstance(it.one, OfferGone) and it.two == 1
    return lapsed and (it.offer.status, it.proposal.state) == ("lapsed", "viewed")


def accepted_or_withdrawn(it: Round) -> bool:
    if isinstance(it.one, Contract):
        return isinstance(it.two, TooLate) and (it.offer.status, it.proposal.state) == ("accepted", "hired")
    withdrawn = isinstance(it.one, OfferGone) and it.two is None
    return withdrawn and (it.offer.status, it.proposal.state) == ("over", "withdrawn")


def declined_or_withdrawn(it: Round) -> bool:
    if it.proposal.state == State.DECLINED:
        return it.one is None and isinstance(it.two, TooLate) and it.proposal.withdrawn_at is None
    withdrawn = isinstance(it.one, TooLate) and it.two is None and it.proposal.declined_at is None
    return it.proposal.state == State.WITHDRAWN and withdrawn


RACES = {
    "cancel-remove": Race(Round.cancel, Round.remove, cancelled_and_removed),
    "cancel-view": Race(Round.cancel, Round.view, cancelled_or_seen),
    "cancel-offer": Race(Round.cancel, Round.make_offer, cancelled_or_offered),
    "remove-withdraw": Race(Round.remove, Round.withdraw, ended_or_withdrawn),
    "view-withdraw": Race(Round.view, Round.withdraw, seen_or_withdrawn),
    "expire-cancel": Race(Round.expire, Round.cancel, expired_or_cancelled),
    "decline-withdraw": Race(Round.decline, Round.withdraw, declined_or_withdrawn),
    "expire-accept": Race(Round.expire, Round.accept, expired_or_hired, offered=True),
    "remove-accept": Race(Round.remove, Round.accept, removed_or_hired, offered=True),
    "accept-decline": Race(Round.accept, Round.turn_down, accepted_or_declined, offered=True),
    "accept-lapse": Race(Round.accept, Round.lapse, accepted_or_lapsed, offered=True),
    "accept-withdraw": Race(Round.accept, Round.withdraw, accepted_or_withdrawn, offered=True),
}
# The first answer is the answer because one statement asks and takes; the job's lock is not what decides these.
BY_CONDITION = ("decline-withdraw", "accept-decline", "accept-lapse")


@pytest.fixture
def window(monkeypatch):
    """Whoever has read a job holds the reading for a moment: the lock, not luck, must keep others out."""
    slowly = held_open(activity.lock_published)
    for module in (activity, closing, jobs):
        monkeypatch.setattr(module, "lock_published", slowly)


@pytest.fixture
def no_job_lock(monkeypatch, window):
    monkeypatch.setattr(Jobs, "select_for_update", unlocked)
    monkeypatch.setattr(applying.standing, "check_may_act", lambda person: None)


@pytest.fixture
def no_condition(monkeypatch):
    """Whatever has been decided, it is decided again."""
    monkeypatch.setattr(type(Offer.objects.all()), "open", lambda rows: rows.all())
    monkeypatch.setattr(rules, "sources_of", lambda then: tuple(State))


@pytest.fixture
def begin(post, send, fund, ada, ben, olga):
    """A round before its race: with an offer, or with a boost that is held."""
    fund(ben, 800)

    def fresh(race: Race) -> Round:
        made = Round(ada, ben, olga, send(ben, job=post()))
        if race.offered:
            made.offer = made.make_offer()
        else:
            bid(made.proposal, 5)
        return made

    return fresh


def agrees(threads, race: Race, it: Round) -> bool:
    calls: list[Act] = [partial(race.one, it), partial(race.two, it)]
    it.one, it.two = threads.together(*calls)
    # Without the lock the database may break a deadlock, and one of the two with it.
    broken = any(isinstance(answer, DatabaseError) for answer in (it.one, it.two))
    return not broken and race.agree(it.read_again())


@pytest.mark.parametrize("name", RACES)
def test_of_two_outcomes_one_comes_first(window, begin, name):
    race = RACES[name]
    with runners(2) as threads:
        assert all(agrees(threads, race, begin(race)) for _ in range(ROUNDS))
    for row in Settlement.objects.all():
        settlement.settle(row.pk, at=row.due_at)
    assert_books_balance()


@pytest.mark.parametrize("name", [name for name in RACES if name not in BY_CONDITION])
def test_control_without_the_jobs_lock_they_do_not_agree(no_job_lock, begin, name):
    race = RACES[name]
    with runners(2) as threads:
        assert not all(agrees(threads, race, begin(race)) for _ in range(ORDERS))


@pytest.mark.parametrize("name", BY_CONDITION)
def test_control_without_the_condition_both_decide(no_condition, window, begin, name):
    race = RACES[name]
    with runners(2) as threads:
        assert not all(agrees(threads, race, begin(race)) for _ in range(ORDERS))
