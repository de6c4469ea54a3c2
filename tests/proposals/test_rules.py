"""Every cell of the matrix in both positions of its switch, read against PRODUCT 8."""

import pytest

from jobs.models import JobEnd
from proposals import rules
from proposals.models import RefundPolicy, RefundRule
from proposals.vocabulary import Column, Outcome, Stage, State

CELLS = [(outcome, column) for outcome, columns in rules.MATRIX.items() for column in columns]
EARLY = [Stage.SUBMITTED, Stage.VIEWED, Stage.SHORTLISTED, Stage.IN_DISCUSSION]
LATE = [Stage.INTERVIEWING, Stage.OFFERED]
STAGES = {Column.EARLY: EARLY, Column.LATE: LATE, Column.HIRED: [Stage.HIRED], Column.WITHDRAWN: EARLY + LATE}

# The table of PRODUCT 8, cell by cell: what is refunded before any operator has touched a switch.
REFUNDED_AT_FIRST = {
    (Outcome.CANCELLED, Column.EARLY),
    (Outcome.REMOVED, Column.EARLY),
    (Outcome.REMOVED, Column.LATE),
    (Outcome.BOOST_SPENT, Column.EARLY),
    (Outcome.BOOST_SPENT, Column.LATE),
    (Outcome.BOOST_SPENT, Column.HIRED),
    (Outcome.REMOVED, Column.HIRED),
}


def verdict_on(outcome, column, stage, cells):
    return rules.refund_due(outcome, stage, withdrawn=column == Column.WITHDRAWN, policy=cells)


@pytest.mark.parametrize(("outcome", "column"), CELLS)
@pytest.mark.parametrize("switch", [True, False])
def test_each_cell_follows_its_switch_and_no_other(outcome, column, switch):
    cells = {rules.cell(*each): not switch for each in CELLS}
    for row in rules.rows_of(outcome):
        if column in rules.MATRIX[row]:
            cells[rules.cell(row, column)] = switch
    for stage in STAGES[column]:
        verdict = verdict_on(outcome, column, stage, cells)
        assert verdict.refunded is switch
        assert (verdict.outcome, verdict.column) == (outcome, column)
        assert verdict.key == f"{outcome.value}/{column.value}"


@pytest.mark.django_db
@pytest.mark.parametrize(("outcome", "column"), CELLS)
def test_the_rows_in_the_database_say_at_first_what_the_product_says(outcome, column):
    rule = RefundRule.objects.get(outcome=outcome, column=column)
    assert rule.refunded is ((outcome, column) in REFUNDED_AT_FIRST)
    for stage in STAGES[column]:
        verdict = verdict_on(outcome, column, stage, RefundPolicy.objects.get().cells)
        assert verdict.refunded is ((outcome, column) in REFUNDED_AT_FIRST)


@pytest.mark.django_db
def test_the_database_holds_exactly_the_cells_of_the_matrix():
    assert {(Outcome(r.outcome), Column(r.column)) for r in RefundRule.objects.all()} == set(CELLS)
    assert set(RefundPolicy.objects.get().cells) == {rules.cell(*each) for each in CELLS}


@pytest.mark.parametrize("outcome", [Outcome.EXPIRED, Outcome.AFTER_HIRE])
def test_who_was_not_hired_was_passed_over_too_and_the_row_that_refunds_decides(outcome):
    cells = {rules.cell(*each): each == (Outcome.PASSED_OVER, Column.EARLY) for each in CELLS}
    verdict = rules.refund_due(outcome, Stage.VIEWED, withdrawn=False, policy=cells)
    assert (verdict.refunded, verdict.key) == (True, "passed_over/early")
    assert not rules.refund_due(outcome, Stage.HIRED, withdrawn=False, policy=cells).refunded
    assert not rules.refund_due(outcome, Stage.VIEWED, withdrawn=True, policy=cells).refunded


def test_being_passed_over_says_nothing_about_a_cancellation_or_a_removal():
    cells = {rules.cell(*each): each[0] == Outcome.PASSED_OVER for each in CELLS}
    for outcome in (Outcome.CANCELLED, Outcome.REMOVED):
        assert not rules.refund_due(outcome, Stage.VIEWED, withdrawn=False, policy=cells).refunded


def test_a_withdrawal_is_judged_by_how_far_the_proposal_had_come():
    cells = {"withdrawn/late": True}
    assert rules.refund_due(Outcome.WITHDRAWN, Stage.OFFERED, withdrawn=True, policy=cells).refunded
    assert not rules.refund_due(Outcome.WITHDRAWN, Stage.VIEWED, withdrawn=True, policy=cells).refunded


def test_a_cell_that_the_matrix_does_not_have_refunds_nothing():
    verdict = rules.refund_due(Outcome.CANCELLED, Stage.HIRED, withdrawn=False, policy={})
    assert (verdict.refunded, verdict.key) == (False, "cancelled/hired")


def test_the_verdict_names_its_row_and_where_it_is_explained():
    verdict = rules.refund_due(Outcome.AFTER_HIRE, Stage.VIEWED, withdrawn=False, policy={})
    assert verdict.anchor == "after-hire-early"
    assert verdict.row == (
        "The client cancels or closes the job after anyone was hired / Submitted, viewed, shortlisted or in discussion"
    )


@pytest.mark.parametrize(
    ("end", "after_hire", "outcome"),
    [
        (JobEnd.CANCELLED, False, Outcome.CANCELLED),
        (JobEnd.CANCELLED, True, Outcome.AFTER_HIRE),
        (JobEnd.FILLED, True, Outcome.AFTER_HIRE),
        (JobEnd.FILLED, False, Outcome.PASSED_OVER),
        (JobEnd.EXPIRED, False, Outcome.EXPIRED),
        (JobEnd.EXPIRED, True, Outcome.EXPIRED),
        (JobEnd.REMOVED, False, Outcome.REMOVED),
        (JobEnd.REMOVED, True, Outcome.REMOVED),
    ],
)
def test_each_way_a_job_ends_is_one_row(end, after_hire, outcome):
    assert rules.outcome_of(end, after_hire=after_hire) == outcome


def test_every_state_has_its_transitions_and_the_ends_have_none():
    assert set(rules.TRANSITIONS) == set(State)
    assert {state for state in State if not rules.TRANSITIONS[state]} == {
        State.HIRED,
        State.WITHDRAWN,
        State.DECLINED,
        State.NOT_SELECTED,
    }


def test_nothing_comes_after_a_withdrawal_and_nothing_becomes_submitted_again():
    assert not any(rules.may_become(State.WITHDRAWN, then) for then in State)
    assert rules.sources_of(State.SUBMITTED) == ()


def test_every_stage_has_its_column():
    assert set(rules.COLUMN_OF) == set(Stage)
    assert [stage for column in Column for stage in rules.stages_of(column)] == list(Stage)
