"""Ben and Cleo have Connects; a proposal is one call; an operator's switch is another."""

from datetime import timedelta

import pytest

from common import clock
from connects import services as connects
from connects.services import Source
from proposals import policy, services
from proposals.models import RefundRule, Stage, State

LETTER = "I have drawn eleven bakery signs and would like to draw this one."


def endow(person, number, *, lives_days=365):
    """Give somebody Connects: `endow(ben, 40)`."""
    wallet = connects.wallet_of(person)
    reference = f"test:{wallet.pk}:{wallet.transactions.count()}"
    expires_at = clock.now() + timedelta(days=lives_days)
    connects.grant(wallet.pk, number, source=Source.JOINING, expires_at=expires_at, reference=reference)


@pytest.fixture
def fund():
    return endow


@pytest.fixture
def ben(ben, fund):
    fund(ben, 40)
    return ben


@pytest.fixture
def cleo(cleo, fund):
    fund(cleo, 40)
    return cleo


@pytest.fixture
def send(job):
    """Send a proposal: `send(ben)`, `send(ben, job=other, bid_minor=90_000)`."""

    def apply(author, *, job=job, letter=LETTER, bid_minor=45_000, answers=None, agency=None):
        return services.submit(
            job, author=author, letter=letter, bid_minor=bid_minor, answers=answers or {}, agency=agency
        )

    return apply


@pytest.fixture
def proposal(send, ben):
    """Ben's proposal for Ada's job, paid with 4 of his 40 Connects."""
    return send(ben)


@pytest.fixture
def switch(olga):
    """Switch a cell of the matrix: `switch("cancelled", "late", on=True)`."""

    def set_cell(outcome, column, *, on=True, **figures):
        rule = RefundRule.objects.get(outcome=outcome, column=column)
        return policy.switch_cell(rule, refunded=on, actor=olga, reason="For this test", **figures)

    return set_cell


@pytest.fixture
def reach():
    """Put a proposal at a stage that no page of this site leads to yet: `reach(proposal, Stage.INTERVIEWING)`."""

    def put(proposal, stage):
        state = {Stage.IN_DISCUSSION: State.IN_DISCUSSION, Stage.INTERVIEWING: State.INTERVIEWING}
        state |= {Stage.OFFERED: State.OFFERED, Stage.VIEWED: State.VIEWED, Stage.SHORTLISTED: State.SHORTLISTED}
        type(proposal).objects.filter(pk=proposal.pk).update(stage=stage, state=state.get(stage, proposal.state))
        proposal.refresh_from_db()
        return proposal

    return put


def balance(person):
    return connects.balance_of(person)
