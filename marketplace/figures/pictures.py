"""Pictures of figures, drawn by the server: columns along a time line, or a bar for each row."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplace.figures.tables import Series, Table

# Of the drawing, in its own units: the height of the tallest column, the width of one, and of a period with its gap.
HIGHEST, WIDE, GAP = 100, 10, 8


@dataclass(frozen=True, slots=True)
class Rect:
    ink: int
    x: int
    y: int
    width: int
    height: int
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    ink: int
    percent: int
    shown: str


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Picture:
    """`says` is for whoever does not see it. Either `rects` within `width`, or `rows`."""

    says: str
    inks: list[tuple[int, str]]
    # What the tallest column stands for.
    highest: str
    rects: list[Rect]
    width: int
    ends: tuple[str, str]
    rows: list[Row]


def picture(table: Table) -> Picture | None:
    """None where there is nothing to draw."""
    highest = max((size for series in table.series for size in series.sizes), default=0)
    if highest <= 0:
        return None
    names = [row[0].shown for row in table.rows]
    slot = WIDE * len(table.series) + GAP
    told = "; ".join(_told(table, series) for series in table.series)
    return Picture(
        says=_("{title}. {figures}. The table below has every figure.").format(title=table.title, figures=told),
        inks=[(ink, series.name) for ink, series in enumerate(table.series, 1)],
        highest=table.read(highest),
        rects=_rects(table, names, highest, slot) if table.timeline else [],
        width=slot * len(names),
        ends=(names[0], names[-1]),
        rows=[] if table.timeline else _rows(table, names, highest),
    )


def _told(table: Table, series: Series) -> str:
    words = _("{name}: {sum} in all, {most} at most")
    return words.format(name=series.name, sum=table.read(sum(series.sizes)), most=table.read(max(series.sizes)))


def _rects(table: Table, names: list[str], highest: int, slot: int) -> list[Rect]:
    found = []
    for place, series in enumerate(table.series):
        for at, (name, size) in enumerate(zip(names, series.sizes, strict=True)):
            height = _part(size, highest, HIGHEST)
            x = at * slot + GAP // 2 + place * WIDE
            found.append(
                Rect(place + 1, x, HIGHEST - height, WIDE - 1, height, f"{name}, {series.name}: {table.read(size)}")
            )
    return [rect for rect in found if rect.height]


def _rows(table: Table, names: list[str], highest: int) -> list[Row]:
    return [
        Row(
            name,
            [
                Bar(ink, _part(series.sizes[at], highest, 100), table.read(series.sizes[at]))
                for ink, series in enumerate(table.series, 1)
            ],
        )
        for at, name in enumerate(names)
    ]


def _part(size: int, highest: int, whole: int) -> int:
    """Something is seen of whatever is more than nothing."""
    return max(1, round(whole * size / highest)) if size > 0 else 0
