"""Small line plots as SVG, written by hand: one ink a set of rules, named at the line's end, the scale from zero."""

import math
from collections.abc import Sequence
from html import escape
from itertools import pairwise

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 280, 68, 96, 56, 32
# The daylight pigments of static/css/tokens.css: a picture in a document has its own paper.
PAPER, INK, MUTED, RULE = "#fffdf9", "#211b14", "#655a4b", "#e8decb"
INKS = ("#1e6b61", "#954610")
_LABEL_HEIGHT = 15
Values = Sequence[float | None]


def lines(title: str, along: str, places: Sequence[str], sets: Sequence[tuple[str, Values]]) -> str:
    """One line a set with a point at each place; a place without a value has none."""
    top = _scale(max((value for _, values in sets for value in values if value is not None), default=0))
    marks = "".join(
        f'<text x="{_x(at, len(places)):.0f}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(place)}</text>'
        for at, place in enumerate(places)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="Inter, system-ui, sans-serif" font-size="12" fill="{MUTED}">'
        f"<title>{escape(title)}, {escape(along)}</title>"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        f'<text x="12" y="22" font-size="15" font-weight="600" fill="{INK}">{escape(title)}</text>'
        f'<text x="12" y="40">{escape(along)}</text>'
        f"{''.join(_rule(top * part / 4, top) for part in range(5))}{marks}{_drawn(sets, top)}</svg>\n"
    )


def _drawn(sets: Sequence[tuple[str, Values]], top: float) -> str:
    named = [(name, _points(values, top), ink) for (name, values), ink in zip(sets, INKS, strict=False)]
    named = [each for each in named if each[1]]
    heights = apart([points[-1][1] for _, points, _ in named])
    return "".join(
        _line(points, ink) + f'<text x="{points[-1][0] + 8:.0f}" y="{y + 4:.0f}" fill="{ink}">{escape(name)}</text>'
        for (name, points, ink), y in zip(named, heights, strict=True)
    )


def apart(heights: Sequence[float]) -> list[float]:
    """The same heights, moved so far that words at them do not lie upon each other; in the same order."""
    order, moved = sorted(range(len(heights)), key=heights.__getitem__), list(heights)
    for above, below in pairwise(order):
        near = _LABEL_HEIGHT - (moved[below] - moved[above])
        if near > 0:
            moved[above] -= near / 2
            moved[below] += near / 2
    return moved


def _points(values: Values, top: float) -> list[tuple[float, float]]:
    return [(_x(at, len(values)), _y(value, top)) for at, value in enumerate(values) if value is not None]


def _line(points: Sequence[tuple[float, float]], ink: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{ink}"/>' for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="2"/>{dots}'


def _rule(value: float, top: float) -> str:
    y = _y(value, top)
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{RULE}"/>'
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,g}</text>'
    )


def _scale(highest: float) -> float:
    """The scale's top: the next figure above whose quarters are easy to read."""
    if highest <= 0:
        return 4.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(power * step for step in (1, 2, 4, 6, 8, 10) if power * step >= highest)


def _x(at: int, count: int) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * at / max(1, count - 1)


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top
