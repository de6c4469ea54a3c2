"""History as a CSV file that a spreadsheet opens without running anything that is in it."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common import sheet
from common.reading import Words
from common.sheet import plain
from connects.history import Line

_HEADINGS: list[Words] = [
    _("When (UTC)"),
    _("Status"),
    _("Connects"),
    _("Balance after"),
    _("What"),
    _("Why"),
    _("Link"),
    _("Reference"),
]


def rows(lines: Iterable[Line]) -> Iterator[str]:
    """The file, line by line."""
    return sheet.lines(_HEADINGS, map(_cells, lines))


def pool_rows(lines: Iterable[Line]) -> Iterator[str]:
    """The same for a pool, with who did what."""
    return sheet.lines([*_HEADINGS, _("Who")], ([*_cells(line), plain(line.who)] for line in lines))


def _cells(line: Line) -> list[object]:
    return [
        line.at.strftime("%Y-%m-%d %H:%M:%S"),
        line.label,
        line.amount,
        "" if line.balance_after is None else line.balance_after,
        plain(line.what.text),
        plain(line.reason),
        f"{settings.SITE_URL}{line.what.url}" if line.what.url else "",
        plain(line.reference),
    ]
