"""The refund matrix as the public page Market rules shows it, written from a version's cells so it cannot be wrong."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import figure
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


def rows(version: RefundPolicy) -> list[Row]:
    return [_row(outcome, version) for outcome in rules.MATRIX]


def _row(outcome: Outcome, version: RefundPolicy) -> Row:
    days = version.days.get(rules.cell(outcome, Column.EARLY))
    label = _unopened(days) if days else str(outcome.label)
    return Row(outcome, label, tuple(_cell(outcome, column, version) for column in Column))


def _cell(outcome: Outcome, column: Column, version: RefundPolicy) -> Cell:
    if column not in rules.MATRIX[outcome]:
        return Cell(column, None)
    # The cell by itself: that two rows may speak at once, the page says beneath the table.
    verdict = Verdict(version.cells.get(rules.cell(outcome, column), False), outcome, column)
    # Translators: column is how far a proposal had come, such as "Interviewing or offered".
    words = _("{column}: the Connects come back.") if verdict.refunded else _("{column}: nothing comes back.")
    return Cell(column, verdict, words.format(column=column.label))


def _unopened(days: int) -> str:
    words = ngettext(
        "The client leaves the proposal unopened for {n} day",
        "The client leaves the proposal unopened for {n} days",
        days,
    )
    return words.format(n=figure(days))
