"""CSV files that a spreadsheet opens without running anything that is in them, written line by line."""

import csv
from collections.abc import Iterable, Iterator

from common.reading import Words

# A cell that begins with one of these is a formula to spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def lines(heads: Iterable[Words], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The file, row by row, however many. What somebody typed has to go through `plain` first."""
    writer = csv.writer(_Echo())
    yield writer.writerow([str(head) for head in heads])
    for row in rows:
        yield writer.writerow(row)


def plain(words: str) -> str:
    """The words, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA) else words
