"""What a page of figures is made of: tables whose columns say what they mean, and the pictures drawn from them.

A picture says nothing that its table does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from common.money import Money, decimals
from common.number_styles import of_language
from common.numbers import figure
from common.reading import Words

_NOTHING = gettext_lazy("Nothing in this time.")


@dataclass(frozen=True, slots=True)
class Cell:
    """As it is read on the page, and as a spreadsheet takes it."""

    shown: str
    raw: str | int
    # Not words, so never a formula.
    is_figure: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    title: Words
    # What is counted, in a sentence.
    says: Words


@dataclass(frozen=True, slots=True)
class Series:
    """One ink of a picture: a size for each row, as big as it counts and as it is read."""

    name: str
    sizes: Sequence[int]


@dataclass(frozen=True, slots=True)
class Table:
    """`key` names its file. The first cell of a row names the row. Rows of a time line are drawn as columns, other
    rows as bars; without `series` nothing is drawn, and what is not `shown` is a file only."""

    key: str
    title: str
    says: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    series: Sequence[Series] = ()
    timeline: bool = False
    shown: bool = True
    # Of the sizes, where they are money in minor units.
    currency: str = ""
    # Sentences that the table proves.
    notes: Sequence[str] = ()
    empty: Words = _NOTHING

    @property
    def in_order(self) -> Sequence[Sequence[Cell]]:
        """Of a time line, the latest first."""
        return self.rows[::-1] if self.timeline else self.rows

    @property
    def heads(self) -> list[tuple[Column, bool]]:
        """Each column, and whether figures stand below it."""
        return [(column, cell.is_figure) for column, cell in zip(self.columns, self.rows[0], strict=True)]

    def read(self, size: int) -> str:
        return str(Money(size, self.currency)) if self.currency else figure(size)


def word(text: Words) -> Cell:
    return Cell(str(text), str(text), is_figure=False)


def number(count: int) -> Cell:
    return Cell(figure(count), count)


def money(minor: int, currency: str) -> Cell:
    """`$8.70` on the page, `8.70` in the file, beside a column that names the currency."""
    places = decimals(currency)
    whole, rest = divmod(abs(minor), 10**places)
    plain = f"{'-' if minor < 0 else ''}{whole}{f'.{rest:0{places}d}' if places else ''}"
    return Cell(str(Money(minor, currency)), plain)


def share(part: int, whole: int) -> Cell:
    """So many of a hundred, to one decimal, half up; a dash where there is no whole."""
    return _tenths(1000 * part, whole, " %")


def each(whole: int, parts: int) -> Cell:
    """So many for each part, to one decimal, half up; a dash where there is none."""
    return _tenths(10 * whole, parts, "")


def _tenths(tenfold: int, parts: int, unit: str) -> Cell:
    if not parts:
        return Cell("–", "")
    ones, tenth = divmod((2 * tenfold + parts) // (2 * parts), 10)
    return Cell(f"{figure(ones)}{of_language().decimal}{tenth}{unit}", f"{ones}.{tenth}")
