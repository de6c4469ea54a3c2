"""Small line plots as SVG, written by hand: one ink a set of rules, named at the line's end, the scale from zero."""

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 260, 56, 96, 40, 32
_INKS = ("#24574e", "#8a5a14")


def lines(title: str, sets: Sequence[tuple[str, Sequence[float]]]) -> str:
    """One line a set, a point a month."""
    highest = max((value for _, values in sets for value in values), default=0) or 1
    drawn = "".join(_line(name, values, highest, ink) for (name, values), ink in zip(sets, _INKS, strict=False))
    count = max(len(values) for _, values in sets)
    scale = "".join(_rule(highest * part / 2, highest) for part in range(3))
    months = "".join(
        f'<text x="{_x(at, count):.0f}" y="{_HEIGHT - 10}" text-anchor="middle">{at + 1}</text>' for at in range(count)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#3c3a34"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#fbf8f1"/>'
        f'<text x="12" y="22" font-size="14" font-weight="bold">{escape(title)}, by month</text>'
        f"{scale}{months}{drawn}</svg>\n"
    )


def _line(name: str, values: Sequence[float], highest: float, ink: str) -> str:
    points = [(_x(at, len(values)), _y(value, highest)) for at, value in enumerate(values)]
    x, y = points[-1]
    path = " ".join(f"{left:.1f},{top:.1f}" for left, top in points)
    dots = "".join(f'<circle cx="{left:.1f}" cy="{top:.1f}" r="2.5" fill="{ink}"/>' for left, top in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="2"/>{dots}'
        f'<text x="{x + 8:.0f}" y="{y + 4:.0f}" fill="{ink}">{escape(name)}</text>'
    )


def _rule(value: float, highest: float) -> str:
    y, words = _y(value, highest), f"{value:,.0f}" if highest >= 20 else f"{value:.1f}"
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d8d0bf"/>'
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{words}</text>'
    )


def _x(at: int, count: int) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * at / max(1, count - 1)


def _y(value: float, highest: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / highest
