"""Who gets Connects back, and what may follow what, as tables (PRODUCT 7, 8). No database, clock or settings."""

from collections.abc import Mapping
from dataclasses import dataclass

from jobs.models import JobEnd
from proposals.vocabulary import Column, Outcome, Stage, State

# "outcome/column" to whether it is refunded: the matrix that a proposal was sent under.
Cells = Mapping[str, bool]

# What may follow each state. Declined, withdrawn and not selected are ends; a hire ends only with its contract.
# Hired is an accepted offer, ever: nothing else leads there.
_OPEN = {State.DECLINED, State.WITHDRAWN, State.NOT_SELECTED}
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.SUBMITTED: frozenset({State.VIEWED, State.SHORTLISTED, State.IN_DISCUSSION, *_OPEN}),
    State.VIEWED: frozenset({State.SHORTLISTED, State.IN_DISCUSSION, State.INTERVIEWING, State.OFFERED, *_OPEN}),
    State.SHORTLISTED: frozenset({State.VIEWED, State.IN_DISCUSSION, State.INTERVIEWING, State.OFFERED, *_OPEN}),
    State.IN_DISCUSSION: frozenset({State.INTERVIEWING, State.OFFERED, *_OPEN}),
    State.INTERVIEWING: frozenset({State.OFFERED, *_OPEN}),
    State.OFFERED: frozenset({State.INTERVIEWING, State.HIRED, *_OPEN}),
    State.HIRED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.DECLINED: frozenset(),
    State.NOT_SELECTED: frozenset(),
}

# The stage that each state stands for; the ends stand for none, and change no column.
STAGE_OF: Mapping[State, Stage] = {
    State.SUBMITTED: Stage.SUBMITTED,
    State.VIEWED: Stage.VIEWED,
    State.SHORTLISTED: Stage.SHORTLISTED,
    State.IN_DISCUSSION: Stage.IN_DISCUSSION,
    State.INTERVIEWING: Stage.INTERVIEWING,
    State.OFFERED: Stage.OFFERED,
    State.HIRED: Stage.HIRED,
}

# States in which the client may still decide.
UNDECIDED = frozenset(state for state, after in TRANSITIONS.items() if after)

COLUMN_OF: Mapping[Stage, Column] = {
    Stage.SUBMITTED: Column.EARLY,
    Stage.VIEWED: Column.EARLY,
    Stage.SHORTLISTED: Column.EARLY,
    Stage.IN_DISCUSSION: Column.EARLY,
    Stage.INTERVIEWING: Column.LATE,
    Stage.OFFERED: Column.LATE,
    Stage.HIRED: Column.HIRED,
}

# The columns that each row of the matrix has; where there is none, the page shows a dash and nothing is refunded.
MATRIX: Mapping[Outcome, tuple[Column, ...]] = {
    Outcome.CANCELLED: (Column.EARLY, Column.LATE, Column.WITHDRAWN),
    Outcome.REMOVED: (Column.EARLY, Column.LATE, Column.HIRED, Column.WITHDRAWN),
    Outcome.WITHDRAWN: (Column.EARLY, Column.LATE),
    Outcome.PASSED_OVER: (Column.EARLY, Column.LATE),
    Outcome.NEVER_VIEWED: (Column.EARLY,),
    Outcome.EXPIRED: (Column.EARLY, Column.LATE),
    Outcome.AFTER_HIRE: (Column.EARLY, Column.LATE, Column.HIRED, Column.WITHDRAWN),
    Outcome.BOOST_SPENT: (Column.EARLY, Column.LATE, Column.HIRED, Column.WITHDRAWN),
}

# Who was not hired when a job expired, or ended after somebody else was hired, has been passed over as well: whichever
# of the two rows refunds, decides.
_ALSO: Mapping[Outcome, Outcome] = {
    Outcome.EXPIRED: Outcome.PASSED_OVER,
    Outcome.AFTER_HIRE: Outcome.PASSED_OVER,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a proposal is refunded, and the cell of the matrix that decided it."""

    refunded: bool
    outcome: Outcome
    column: Column

    @property
    def key(self) -> str:
        return cell(self.outcome, self.column)

    @property
    def anchor(self) -> str:
        """Where Market rules explains it."""
        return self.key.replace("/", "-").replace("_", "-")

    @property
    def row(self) -> str:
        return f"{self.outcome.label} / {self.column.label}"


def refund_due(outcome: Outcome, stage: Stage, *, withdrawn: bool, policy: Cells) -> Verdict:
    """Whether a proposal that had reached `stage` is refunded when `outcome` happens, under the policy it was sent."""
    column = column_for(outcome, stage, withdrawn=withdrawn)
    for row in rows_of(outcome):
        if policy.get(cell(row, column), False):
            return Verdict(True, row, column)
    return Verdict(False, outcome, column)


def refunds(outcome: Outcome, column: Column, *, policy: Cells) -> bool:
    """Whether proposals of that column are refunded when `outcome` happens."""
    return any(policy.get(cell(row, column), False) for row in rows_of(outcome))


def rows_of(outcome: Outcome) -> tuple[Outcome, ...]:
    """The rows of the matrix that speak when this happens, the nearest first."""
    return (outcome, _ALSO[outcome]) if outcome in _ALSO else (outcome,)


def column_for(outcome: Outcome, stage: Stage, *, withdrawn: bool) -> Column:
    """A withdrawal is judged by how far the proposal had come; an unopened one was early when that was announced."""
    if outcome == Outcome.NEVER_VIEWED:
        return Column.EARLY
    return Column.WITHDRAWN if withdrawn and outcome != Outcome.WITHDRAWN else COLUMN_OF[stage]


def stages_of(column: Column) -> tuple[Stage, ...]:
    return tuple(stage for stage, its in COLUMN_OF.items() if its == column)


def cell(outcome: Outcome, column: Column) -> str:
    return f"{outcome.value}/{column.value}"


def outcome_of(end: JobEnd, *, after_hire: bool) -> Outcome:
    """The row of the matrix that a job's ending is. A removal may follow a hire and any other ending."""
    if end == JobEnd.REMOVED:
        return Outcome.REMOVED
    if end == JobEnd.EXPIRED:
        return Outcome.EXPIRED
    if after_hire:
        return Outcome.AFTER_HIRE
    return Outcome.CANCELLED if end == JobEnd.CANCELLED else Outcome.PASSED_OVER


def may_become(now: State, then: State) -> bool:
    return then in TRANSITIONS[now]


def sources_of(then: State) -> tuple[State, ...]:
    """The states from which `then` may be reached."""
    return tuple(state for state, after in TRANSITIONS.items() if then in after)
