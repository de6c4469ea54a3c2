"""Figures as a CSV file that a spreadsheet opens without running anything that is in it."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse

from common.sheet import lines, plain
from marketplace.figures.tables import Cell, Table


def of_table(table: Table, day: str) -> StreamingHttpResponse:
    rows = [*table.rows, table.total] if table.total else table.rows
    return of_rows(f"{table.key}-{day}", [str(column.title) for column in table.columns], rows)


def of_rows(name: str, heads: list[str], rows: Iterable[Iterable[Cell]]) -> StreamingHttpResponse:
    """The rows as they come, however many."""
    answer = StreamingHttpResponse(
        lines(heads, (map(_safe, row) for row in rows)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _safe(cell: Cell) -> str | int:
    """Figures may be below nothing; words may not look like a formula."""
    return cell.raw if isinstance(cell.raw, int) or cell.is_figure else plain(cell.raw)
