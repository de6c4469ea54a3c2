"""Figures as a CSV file that a spreadsheet opens without running anything that is in it."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from connects.sheet import plain
from marketplace.figures.tables import Cell, Table


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def of_table(table: Table, day: str) -> StreamingHttpResponse:
    rows = [*table.rows, table.total] if table.total else table.rows
    return of_rows(f"{table.key}-{day}", [column.title for column in table.columns], rows)


def of_rows(name: str, heads: list[str], rows: Iterable[Iterable[Cell]]) -> StreamingHttpResponse:
    """The rows as they come, however many."""
    answer = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(heads: list[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(heads)
    for row in rows:
        yield writer.writerow([_safe(cell) for cell in row])


def _safe(cell: Cell) -> str | int:
    """Figures may be below nothing; words may not look like a formula."""
    return cell.raw if isinstance(cell.raw, int) or cell.is_figure else plain(cell.raw)
