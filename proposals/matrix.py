"""The refund matrix as the public page Market rules shows it, written from a version's cells so it cannot be wrong."""

from dataclasses import dataclass

from proposals import rules
from proposals.models import RefundPolicy
from proposals.rules import Verdict
from proposals.vocabulary import Column, Outcome


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `verdict` is None where the matrix has none."""

    column: Column
    verdict: Verdict | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    outcome: Outcome
    label: str
    cells: tuple[Cell, ...]


_WHEN = {
    Outcome.CANCELLED: "If the client cancels the job before anyone is hired",
    Outcome.REMOVED: "If the job is removed for a violation",
    Outcome.WITHDRAWN: "If you withdraw, whatever the reason",
    Outcome.PASSED_OVER: "If the client never views or answers it, archives or declines it, or hires another",
    Outcome.NEVER_VIEWED: "If the client leaves your proposal unopened for {days} days while the job is open",
    Outcome.EXPIRED: "If the job expires, abandoned without being cancelled",
    Outcome.AFTER_HIRE: "If the client cancels or closes the job after anyone was hired",
}
_STOOD = {
    Column.EARLY: "while your proposal is submitted, viewed, shortlisted or in discussion",
    Column.LATE: "while you are interviewing or have an offer",
    Column.HIRED: "when you are hired",
    Column.WITHDRAWN: "when you have withdrawn before",
}


def rows(version: RefundPolicy) -> list[Row]:
    return [_row(outcome, version) for outcome in rules.MATRIX]


def _row(outcome: Outcome, version: RefundPolicy) -> Row:
    days = version.days.get(rules.cell(outcome, Column.EARLY))
    label = f"The client leaves the proposal unopened for {days} days" if days else outcome.label
    return Row(outcome, label, tuple(_cell(outcome, column, version, days) for column in Column))


def _cell(outcome: Outcome, column: Column, version: RefundPolicy, days: int | None) -> Cell:
    if column not in rules.MATRIX[outcome]:
        return Cell(column, None)
    # The cell by itself: where two rows speak at once, the page says so beneath the table.
    verdict = Verdict(version.cells.get(rules.cell(outcome, column), False), outcome, column)
    end = "the Connects come back." if verdict.refunded else "nothing comes back."
    return Cell(column, verdict, f"{_WHEN[outcome].format(days=days)} {_STOOD[column]}, {end}")
