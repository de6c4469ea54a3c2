"""Who gets Connects back, cell by cell: the table in words, and beside it what really came back (PRODUCT 8).

Each cell is a job of its own: a proposal with a boost is brought to the furthest stage that heads the column, then
happens what the row says, and the books are asked. A dash is what cannot happen.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.trust import standing
from common import clock
from connects import services as connects
from connects.models import Transaction
from jobs import services as jobs
from proposals import rules, services, settlement, unopened
from proposals.models import Boost, Outcome
from proposals.talk import interviews, writing
from proposals.vocabulary import Column
from tests.books import assert_books_balance
from tests.hires import hire, terms
from tests.proposals.boosts import bid
from tests.proposals.conftest import LETTER

pytestmark = pytest.mark.django_db

# What the proposal cost: "back" is refunded, "kept" is not.
PROPOSALS = """
| what happened                                           | submitted | viewed | shortlisted | in discussion | interviewing | offered | hired | withdrawn before |
| ------------------------------------------------------- | --------- | ------ | ----------- | ------------- | ------------ | ------- | ----- | ---------------- |
| the client cancels the job before anyone is hired       | back      | back   | back        | back          | kept         | kept    | -     | kept             |
| the client declines it and then cancels the job         | back      | back   | back        | back          | kept         | kept    | -     | -                |
| the client archives it and then cancels the job         | back      | back   | back        | back          | kept         | kept    | -     | kept             |
| the job is removed for a violation                      | back      | back   | back        | back          | back         | back    | back  | kept             |
| the client is banned                                    | back      | back   | back        | back          | back         | back    | back  | kept             |
| the client cancels the job, which is then removed       | back      | back   | back        | back          | back         | back    | back  | kept             |
| the client declines it, and the job is then removed     | back      | back   | back        | back          | back         | back    | -     | -                |
| the client fills the job with another; it is removed    | back      | back   | back        | back          | back         | back    | back  | kept             |
| the job expires and is then removed                     | back      | back   | back        | back          | back         | back    | back  | kept             |
| the freelancer withdraws                                | kept      | kept   | kept        | kept          | kept         | kept    | -     | -                |
| the freelancer withdraws, and the client then cancels   | kept      | kept   | kept        | kept          | kept         | kept    | -     | -                |
| the freelancer is banned                                | kept      | kept   | kept        | kept          | kept         | kept    | kept  | kept             |
| the client leaves it unopened for 30 days               | kept      | -      | -           | -             | -            | -       | -     | -                |
| the client declines it                                  | kept      | kept   | kept        | kept          | kept         | kept    | -     | -                |
| the client archives it, and the job expires             | kept      | kept   | kept        | kept          | kept         | kept    | kept  | kept             |
| the client hires another and closes the job as filled   | kept      | kept   | kept        | kept          | kept         | kept    | kept  | kept             |
| the job expires: abandoned without being cancelled      | kept      | kept   | kept        | kept          | kept         | kept    | kept  | kept             |
| the client cancels after anyone was hired               | kept      | kept   | kept        | kept          | kept         | kept    | kept  | kept             |
"""  # noqa: E501

# What its boost cost: "returned" was held and came back at once, "refunded" was spent and came back a day later,
# "kept" is spent. Where the client has done more than send it, opening it has spent the boost.
BOOSTS = """
| what happened                                           | submitted | viewed   | shortlisted | in discussion | interviewing | offered  | hired    | withdrawn before |
| ------------------------------------------------------- | --------- | -------- | ----------- | ------------- | ------------ | -------- | -------- | ---------------- |
| the client cancels the job before anyone is hired       | returned  | kept     | kept        | kept          | kept         | kept     | -        | kept             |
| the client declines it and then cancels the job         | kept      | kept     | kept        | kept          | kept         | kept     | -        | -                |
| the client archives it and then cancels the job         | returned  | kept     | kept        | kept          | kept         | kept     | -        | kept             |
| the job is removed for a violation                      | returned  | refunded | refunded    | refunded      | refunded     | refunded | refunded | kept             |
| the client is banned                                    | returned  | refunded | refunded    | refunded      | refunded     | refunded | refunded | kept             |
| the client cancels the job, which is then removed       | returned  | refunded | refunded    | refunded      | refunded     | refunded | refunded | kept             |
| the client declines it, and the job is then removed     | refunded  | refunded | refunded    | refunded      | refunded     | refunded | -        | -                |
| the client fills the job with another; it is removed    | refunded  | refunded | refunded    | refunded      | refunded     | refunded | refunded | kept             |
| the job expires and is then removed                     | refunded  | refunded | refunded    | refunded      | refunded     | refunded | refunded | kept             |
| the freelancer withdraws                                | kept      | kept     | kept        | kept          | kept         | kept     | -        | -                |
| the freelancer withdraws, and the client then cancels   | kept      | kept     | kept        | kept          | kept         | kept     | -        | -                |
| the freelancer is banned                                | kept      | kept     | kept        | kept          | kept         | kept     | kept     | kept             |
| the client leaves it unopened for 30 days               | kept      | -        | -           | -             | -            | -        | -        | -                |
| the client declines it                                  | kept      | kept     | kept        | kept          | kept         | kept     | -        | -                |
| the client archives it, and the job expires             | kept      | kept     | kept        | kept          | kept         | kept     | kept     | kept             |
| the client hires another and closes the job as filled   | kept      | kept     | kept        | kept          | kept         | kept     | kept     | kept             |
| the job expires: abandoned without being cancelled      | kept      | kept     | kept        | kept          | kept         | kept     | kept     | kept             |
| the client cancels after anyone was hired               | kept      | kept     | kept        | kept          | kept         | kept     | kept     | kept             |
"""  # noqa: E501


def read(table: str) -> dict[str, dict[str, str]]:
    heads, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines())
    return {row[0]: dict(zip(heads[1:], row[1:], strict=True)) for row in rows}


class Market:
    """Ada's side and the operators', in one hand each: what a stage and an ending are made of."""

    def __init__(self, ada, olga, ben, cleo, post):
        self.ada, self.olga, self.ben, self.cleo, self.post = ada, olga, ben, cleo, post

    def apply(self, who, job):
        return services.submit(job, author=who, letter=LETTER, bid_minor=45_000, answers={})

    def bring(self, proposal, stage: str) -> None:
        """As far as the column's head says."""
        steps: dict[str, Callable[[], object]] = {
            "submitted": lambda: None,
            "viewed": lambda: services.view(proposal, by=self.ada),
            "shortlisted": lambda: services.shortlist(proposal, by=self.ada),
            "in discussion": lambda: writing.send(proposal, by=self.ada, text="Hello", files=[], token=""),
            "interviewing": lambda: interviews.accept(interviews.invite(proposal, by=self.ada), by=self.ben),
            "offered": lambda: services.offer(proposal, terms(proposal), by=self.ada),
            "hired": lambda: hire(proposal, by=self.ada),
            "withdrawn before": lambda: services.withdraw(proposal, by=self.ben),
        }
        steps[stage]()
        proposal.refresh_from_db()
        assert proposal.get_stage_display().lower() == ("submitted" if stage == "withdrawn before" else stage)

    def happen(self, proposal, what: str) -> None:
        """The row's words, clause by clause."""
        job = proposal.job
        for clause in CLAUSES[what]:
            clause(self, proposal, job)


def cancel(market, proposal, job):
    jobs.cancel(job, by=market.ada)


def remove(market, proposal, job):
    jobs.remove(job, by=market.olga, violation="fraud", reason="Asks for a deposit")


def expire(market, proposal, job):
    job.refresh_from_db()
    jobs.expire_due(job.expires_at)


def decline(market, proposal, job):
    services.decline(proposal, by=market.ada, reason="Budget")


def archive(market, proposal, job):
    services.archive(proposal, by=market.ada)


def withdraw(market, proposal, job):
    services.withdraw(proposal, by=market.ben)


def hire_another(market, proposal, job):
    hire(market.apply(market.cleo, job), by=market.ada)


def fill(market, proposal, job):
    jobs.fill(job, by=market.ada)


def ban_the_client(market, proposal, job):
    standing.ban(market.ada, by=market.olga, violation="fraud", reason="Asks for deposits")
    standing.lift(market.ada, by=market.olga, reason="The next cell")


def ban_the_freelancer(market, proposal, job):
    standing.ban(market.ben, by=market.olga, violation="fraud", reason="Lies")
    standing.lift(market.ben, by=market.olga, reason="The next cell")


def leave_unopened(market, proposal, job):
    unopened.announce_due(proposal.sent_at + timedelta(days=30))
    # Whatever was announced has been: the auction is over, too.
    expire(market, proposal, job)


CLAUSES: dict[str, tuple[Callable[..., None], ...]] = {
    "the client cancels the job before anyone is hired": (cancel,),
    "the client declines it and then cancels the job": (decline, cancel),
    "the client archives it and then cancels the job": (archive, cancel),
    "the job is removed for a violation": (remove,),
    "the client is banned": (ban_the_client,),
    "the client cancels the job, which is then removed": (cancel, remove),
    "the client declines it, and the job is then removed": (decline, remove),
    "the client fills the job with another; it is removed": (hire_another, fill, remove),
    "the job expires and is then removed": (expire, remove),
    "the freelancer withdraws": (withdraw,),
    "the freelancer withdraws, and the client then cancels": (withdraw, cancel),
    "the freelancer is banned": (ban_the_freelancer,),
    "the client leaves it unopened for 30 days": (leave_unopened,),
    "the client declines it": (decline,),
    "the client archives it, and the job expires": (archive, expire),
    "the client hires another and closes the job as filled": (hire_another, fill),
    "the job expires: abandoned without being cancelled": (expire,),
    "the client cancels after anyone was hired": (hire_another, cancel),
}


@pytest.fixture
def market(ada, olga, ben, cleo, post, fund):
    fund(ben, 400)
    fund(cleo, 400)
    return Market(ada, olga, ben, cleo, post)


def settle_all():
    settlement.settle_due(clock.now() + timedelta(days=90))


def movements(cause: str) -> list[tuple[str, int]]:
    return list(Transaction.objects.filter(cause=cause).order_by("id").values_list("kind", "amount"))


def of_the_proposal(proposal) -> str:
    """In the words of the table, from the books alone."""
    found = {((("spend", -4),)): "kept", (("spend", -4), ("refund", 4)): "back"}
    return found[tuple(movements(proposal.reference))]


def of_the_boost(proposal) -> str:
    boost = Boost.objects.get(proposal=proposal)
    words = {
        (("hold", -5),): "kept",
        (("hold", -5), ("return", 5)): "returned",
        (("hold", -5), ("refund", 5)): "refunded",
    }
    assert connects.hold_state(boost.reference).ended == ("returned" if boost.state == "returned" else "captured")
    return words[tuple(movements(boost.reference))]


@pytest.mark.parametrize("what", read(PROPOSALS))
def test_what_comes_back_is_what_the_table_says(market, what):
    proposals, boosts = read(PROPOSALS)[what], read(BOOSTS)[what]
    came_back = dict.fromkeys(proposals, "-"), dict.fromkeys(boosts, "-")
    for stage in (stage for stage, word in proposals.items() if word != "-"):
        proposal = market.apply(market.ben, market.post())
        bid(proposal, 5)
        market.bring(proposal, stage)
        market.happen(proposal, what)
        settle_all()
        came_back[0][stage], came_back[1][stage] = of_the_proposal(proposal), of_the_boost(proposal)
    assert came_back == (proposals, boosts)
    assert_books_balance()


def test_both_tables_speak_of_every_ending():
    assert list(read(PROPOSALS)) == list(read(BOOSTS)) == list(CLAUSES)


# --- each switch, flipped ---

COLUMNS = {
    Column.EARLY: "in discussion",
    Column.LATE: "interviewing",
    Column.HIRED: "hired",
    Column.WITHDRAWN: "withdrawn before",
}
# What makes each row of the matrix speak.
ROWS = {
    Outcome.CANCELLED: "the client cancels the job before anyone is hired",
    Outcome.REMOVED: "the job is removed for a violation",
    Outcome.WITHDRAWN: "the freelancer withdraws",
    Outcome.PASSED_OVER: "the client declines it",
    Outcome.NEVER_VIEWED: "the client leaves it unopened for 30 days",
    Outcome.EXPIRED: "the job expires: abandoned without being cancelled",
    Outcome.AFTER_HIRE: "the client cancels after anyone was hired",
    Outcome.BOOST_SPENT: "the job is removed for a violation",
}
SWITCHES = [(outcome, column) for outcome, columns in rules.MATRIX.items() for column in columns]
OTHER_WAY = {"back": "kept", "kept": "back", "refunded": "kept"}


def stage_of(outcome: Outcome, column: Column) -> str:
    return "submitted" if outcome == Outcome.NEVER_VIEWED else COLUMNS[column]


@pytest.mark.parametrize(("outcome", "column"), SWITCHES)
def test_a_switch_changes_exactly_its_own_cell_of_the_row(market, switch, outcome, column):
    table = read(BOOSTS if outcome == Outcome.BOOST_SPENT else PROPOSALS)[ROWS[outcome]]
    expected = {stage_of(outcome, each): table[stage_of(outcome, each)] for each in rules.MATRIX[outcome]}
    mine = stage_of(outcome, column)
    now = expected[mine]
    switch(outcome, column, on=now == "kept")
    expected[mine] = "refunded" if outcome == Outcome.BOOST_SPENT and now == "kept" else OTHER_WAY[now]
    came_back = {}
    for stage in expected:
        proposal = market.apply(market.ben, market.post())
        bid(proposal, 5)
        market.bring(proposal, stage)
        market.happen(proposal, ROWS[outcome])
        settle_all()
        came_back[stage] = (of_the_boost if outcome == Outcome.BOOST_SPENT else of_the_proposal)(proposal)
    assert came_back == expected
    assert_books_balance()
