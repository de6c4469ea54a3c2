"""History as a CSV file that a spreadsheet opens without running anything that is in it."""

import csv
from collections.abc import Iterable, Iterator

from django.conf import settings

from connects.history import Line

_HEADINGS = ["When (UTC)", "Status", "Connects", "Balance after", "What", "Why", "Link", "Reference"]
# A cell that begins with one of these is a formula to spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def rows(lines: Iterable[Line]) -> Iterator[str]:
    """The file, line by line."""
    writer = csv.writer(_Echo())
    yield writer.writerow(_HEADINGS)
    for line in lines:
        yield writer.writerow(_cells(line))


def pool_rows(lines: Iterable[Line]) -> Iterator[str]:
    """The same for a pool, with who did what."""
    writer = csv.writer(_Echo())
    yield writer.writerow([*_HEADINGS, "Who"])
    for line in lines:
        yield writer.writerow([*_cells(line), plain(line.who)])


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


def plain(words: str) -> str:
    """The words, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA) else words
