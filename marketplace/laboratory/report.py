"""What a play, or two side by side, came to: a table for the terminal, a folder with page, plots and numbers.

With several seeds the rows are those of `seeds.rows`, and the plots draw means.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from common.money import decimals
from marketplace.laboratory import plots
from marketplace.laboratory.figures import STEP_DAYS

_BY_MONTH = "by the month in which jobs were published"
# A figure of the months, its plot's name and title, and what its points are.
_PLOTS = (
    ("proposals_per_job", "proposals-per-job", "Proposals per job", _BY_MONTH),
    ("filled_percent", "jobs-filled", "Jobs with a hire, percent", _BY_MONTH),
    ("connects_per_hire", "connects-per-hire", "Connects per hire", _BY_MONTH),
    ("outstanding", "connects-outstanding", "Connects outstanding", "at the end of each month"),
)
_NEWCOMERS = ("newcomers", "Newcomers hired, percent", "by days since they joined")
Results = Mapping[str, Mapping[str, Any]]
Rows = Sequence[Sequence[str]]
Value = float | None


def rows(results: Results) -> list[list[str]]:
    """A figure each, a column a set of rules, and the difference when there are two. The first row is the head."""
    labels, every = list(results), [named(each) for each in results.values()]
    found = [["Figure", *labels, *(["Difference"] if len(every) == 2 else [])]]
    # What one set never books or refuses is nothing there.
    for name in dict.fromkeys(name for each in every for name in each):
        values = [each.get(name, 0) for each in every]
        found.append([name, *(number(value) for value in values), *_difference(values)])
    return found


def table(found: Rows) -> list[str]:
    """The rows as lines of text, in columns."""
    widths = [max(len(row[place]) for row in found) for place in range(len(found[0]))]
    return [
        "  ".join(cell.ljust(width) if not place else cell.rjust(width) for place, (cell, width) in enumerate(line))
        for line in (list(zip(row, widths, strict=True)) for row in found)
    ]


def write(folder: Path, found: Rows, *, drawn: Results, numbers: Any, said: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "figures.json").write_text(json.dumps(numbers, indent=1) + "\n")
    pictures_of = dict(_drawn(drawn))
    for name, (_, picture) in pictures_of.items():
        (folder / f"{name}.svg").write_text(picture)
    pictures = "\n\n".join(f"![{title}]({name}.svg)" for name, (title, _) in pictures_of.items())
    (folder / "report.md").write_text(f"# A simulated market\n{said}\n\n{_table(found)}\n\n{pictures}\n")


def _drawn(results: Results) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each plot by its name: title and picture."""
    for figure, name, title, along in _PLOTS:
        sets = [(label, [month[figure] for month in each["months"]]) for label, each in results.items()]
        places = [str(number + 1) for number in range(len(sets[0][1]))]
        yield name, (f"{title}, {along}", plots.lines(title, along, places, sets))
    name, title, along = _NEWCOMERS
    sets = [(label, each["newcomers"]) for label, each in results.items()]
    places = [str(number * STEP_DAYS) for number in range(len(sets[0][1]))]
    yield name, (f"{title}, {along}", plots.lines(title, along, places, sets))


def _table(found: Rows) -> str:
    head, *rest = found
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rest))


def named(result: Mapping[str, Any]) -> dict[str, Value]:
    """Every figure of a play by the words of its row."""
    booked = {f"Connects booked: {kind}": amount for kind, amount in result["booked"].items()}
    paid = {f"Paid for Connects, {code}": minor / 10 ** decimals(code) for code, minor in result["paid"].items()}
    refused = {f"Proposals not sent: {reason}": times for reason, times in result["refused"].items()}
    return {**result["totals"], **booked, **paid, **refused}


def _difference(values: Sequence[Value]) -> list[str]:
    if len(values) != 2:
        return []
    before, after = values
    return ["–" if before is None or after is None else number(round(after - before, 2), sign="+")]


def number(value: Value, *, sign: str = "") -> str:
    if value is None:
        return "–"
    return f"{int(value) if value == int(value) else value:{sign},}"
