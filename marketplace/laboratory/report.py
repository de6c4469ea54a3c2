"""What a play, or two side by side, came to: a table for the terminal, a folder with page, plots and numbers."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from marketplace.laboratory import plots

# A figure of the months, its plot's name and title.
_PLOTS = (
    ("proposals_per_job", "proposals-per-job", "Proposals per job"),
    ("filled_percent", "jobs-filled", "Jobs with a hire, percent"),
    ("connects_per_hire", "connects-per-hire", "Connects per hire"),
    ("outstanding", "connects-outstanding", "Connects outstanding"),
)
Results = Mapping[str, Mapping[str, Any]]


def table(results: Results) -> list[str]:
    """Lines of text: a figure each, a column a set of rules, and the difference when there are two."""
    rows = _rows(results)
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) if not place else cell.rjust(width) for place, (cell, width) in enumerate(line))
        for line in (list(zip(row, widths, strict=True)) for row in rows)
    ]


def write(folder: Path, results: Results, *, said: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "figures.json").write_text(json.dumps(results, indent=1) + "\n")
    for figure, name, title in _PLOTS:
        sets = [(label, [month[figure] for month in each["months"]]) for label, each in results.items()]
        (folder / f"{name}.svg").write_text(plots.lines(title, sets))
    (folder / "report.md").write_text(_page(results, said))


def _page(results: Results, said: str) -> str:
    head, *rows = _rows(results)
    rule = ["---", *("---:" for _ in head[1:])]
    body = "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))
    pictures = "\n\n".join(f"![{title}, by month]({name}.svg)" for _, name, title in _PLOTS)
    return f"# A simulated market\n{said}\n\n{body}\n\n{pictures}\n"


def _rows(results: Results) -> list[list[str]]:
    labels, every = list(results), [each["totals"] for each in results.values()]
    rows = [["Figure", *labels, *(["Difference"] if len(every) == 2 else [])]]
    for name in every[0]:
        values = [each[name] for each in every]
        rows.append([name, *(_number(value) for value in values), *_difference(values)])
    return rows


def _difference(values: Sequence[float]) -> list[str]:
    return [_number(round(values[1] - values[0], 2), sign="+")] if len(values) == 2 else []


def _number(value: float, *, sign: str = "") -> str:
    return f"{value:{sign},}"
