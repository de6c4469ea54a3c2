"""Several seeds: two sets of rules before other people and jobs each time, so that an effect can be told from chance.

Compared are pairs, both sets of one seed: what differs from seed to seed alike in both is out of the differences.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev
from typing import Any

from marketplace.laboratory import report
from marketplace.laboratory.report import Results, Value

# Student's t for 95 percent, both sides, by seeds less one; beyond the table its last figure, which is a little wide.
_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131),
    *(2.120, 2.110, 2.101, 2.093),
)
MOST = 50
BySeed = Mapping[int, Results]


@dataclass(frozen=True, slots=True)
class Paired:
    """One figure under two sets of rules, a pair a seed; seeds in which either has none are left out."""

    pairs: tuple[tuple[float, float], ...]

    @property
    def differences(self) -> list[float]:
        return [after - before for before, after in self.pairs]

    @property
    def between(self) -> tuple[float, float] | None:
        """Where the true mean difference lies, 19 times of 20. None of one seed, which cannot say."""
        found = self.differences
        if len(found) < 2:
            return None
        wide = _T[min(len(found) - 1, len(_T)) - 1] * stdev(found) / sqrt(len(found))
        return mean(found) - wide, mean(found) + wide

    @property
    def said(self) -> str:
        """ "lower in 5 of 5": what the commoner direction is, and in how many seeds."""
        found = self.differences
        if not found:
            return "–"
        lower, higher = sum(each < 0 for each in found), sum(each > 0 for each in found)
        if not lower and not higher:
            return f"equal in {len(found)}"
        return f"{'lower' if lower > higher else 'higher'} in {max(lower, higher)} of {len(found)}"


def rows(played: BySeed) -> list[list[str]]:
    """A figure each: its mean under each set of rules; of two sets the differences, of one the lowest and highest."""
    labels = list(next(iter(played.values())))
    named = {label: [report.named(results[label]) for results in played.values()] for label in labels}
    figures = dict.fromkeys(name for plays in named.values() for play in plays for name in play)
    if len(labels) == 1:
        head = ["Figure", f"{labels[0]}, mean", "Lowest", "Highest"]
        return [head, *([name, *_spread([play.get(name, 0) for play in named[labels[0]]])] for name in figures)]
    before, after = (named[label] for label in labels)
    head = ["Figure", *(f"{label}, mean" for label in labels), "Difference, mean", "95 % between", "Seeds"]
    return [head, *([name, *_compared(paired(before, after, name))] for name in figures)]


def paired(before: Sequence[Mapping[str, Value]], after: Sequence[Mapping[str, Value]], name: str) -> Paired:
    # What one play never booked or refused is nothing there.
    both = ((one.get(name, 0), other.get(name, 0)) for one, other in zip(before, after, strict=True))
    return Paired(tuple((one, other) for one, other in both if one is not None and other is not None))


def means(played: BySeed) -> Results:
    """What the plots draw: each set's months and newcomers as their mean over the seeds that know them."""
    labels = list(next(iter(played.values())))
    return {label: _mean_of([results[label] for results in played.values()]) for label in labels}


def _compared(figure: Paired) -> Iterator[str]:
    if not figure.pairs:
        yield from ["–"] * 5
        return
    yield report.number(_round(mean(before for before, _ in figure.pairs)))
    yield report.number(_round(mean(after for _, after in figure.pairs)))
    yield report.number(_round(mean(figure.differences)), sign="+")
    span = figure.between
    yield " to ".join(report.number(_round(each), sign="+") for each in span) if span else "–"
    yield figure.said


def _spread(values: Sequence[Value]) -> list[str]:
    known = [value for value in values if value is not None]
    if not known:
        return ["–"] * 3
    return [report.number(_round(each)) for each in (mean(known), min(known), max(known))]


def _mean_of(plays: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    months = zip(*(play["months"] for play in plays), strict=True)
    return {
        "months": [{key: _mean([month[key] for month in same]) for key in same[0]} for same in months],
        "newcomers": [_mean(same) for same in zip(*(play["newcomers"] for play in plays), strict=True)],
    }


def _mean(values: Sequence[Value]) -> Value:
    known = [value for value in values if value is not None]
    return _round(mean(known)) if known else None


def _round(value: float) -> float:
    return round(value, 2)
