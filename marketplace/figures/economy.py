"""The page Economy: what came into wallets and what went out, from which source, and what is still there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from connects import economy
from connects.economy import BOUGHT, FREE, PLAN, Flow, Outstanding
from connects.services import Source
from marketplace.figures.periods import Span
from marketplace.figures.tables import Cell, Column, Series, Table, number, word

K = TypeVar("K")
# A column for each kind of booking, and which way it went; None is either.
_KINDS: tuple[tuple[str, str, bool | None, str], ...] = (
    ("Granted", "grant", None, "Came free, or monthly with a plan."),
    ("Bought", "purchase", None, "Came with a purchase that was paid."),
    ("Spent", "spend", None, "Paid for proposals, badges and whatever else has a price, at that moment."),
    (
        "Held",
        "hold",
        None,
        "Bid for a boost, when the bid was placed. A bid that wins stays here, not under spent.",
    ),
    ("Returned", "return", None, "Bids that came back."),
    ("Refunded", "refund", None, "Spent Connects that came back."),
    ("Expired", "expire", None, "Not used by the end of their lot, by the day it ended."),
    (
        "Taken back",
        "revoke",
        None,
        "Revoked as their payment went back, or for a debt; above nothing, given back.",
    ),
    ("Disputed", "dispute", None, "Booked out while a bank questions their payment; above nothing, brought back."),
    ("Adjusted up", "adjust", True, "Added by an operator, with a reason."),
    ("Adjusted down", "adjust", False, "Taken by an operator, with a reason."),
)
_NET = Column("Net", "The sum of the row: by so much what is outstanding has changed.")
_USED = ("spend", "hold", "return", "refund")


def tables(span: Span) -> list[Table]:
    """Everything on the page, by two grouped queries."""
    flows = economy.flows(span.step, begin=span.begin, until=span.until)
    return [by_period(flows, span), by_source(flows), *_outstanding(span.until), every_flow(flows, span)]


def by_period(flows: Iterable[Flow], span: Span) -> Table:
    found = _grouped(flows, lambda flow: flow.period)
    groups = [found[period] for period in span.periods]
    return Table(
        key="movements",
        title=f"Connects in and out by {span.step}",
        says="What was booked in all wallets together, by the day for which it was booked. Minus is out of wallets.",
        columns=_columns(span.step.capitalize()),
        rows=[_row(span.name(period), found[period]) for period in span.periods],
        total=_row("Together", [flow for group in groups for flow in group]),
        series=[Series("Granted or bought", [_came(group) for group in groups]), _used(groups)],
        timeline=True,
    )


def by_source(flows: Iterable[Flow]) -> Table:
    found = _grouped(flows, lambda flow: flow.source)
    known = [source for source in Source if source in found]
    groups = [found[source] for source in known]
    return Table(
        key="sources",
        title="By source",
        says="The same movements by the source of the lots that they filled or drew on, over the whole time shown.",
        columns=_columns("Source"),
        rows=[_row(str(source.label), found[source]) for source in known],
        series=[Series("Granted or bought", [_came(group) for group in groups]), _used(groups)] if known else [],
    )


def every_flow(flows: Iterable[Flow], span: Span) -> Table:
    """Not shown: what the other two are sums of."""
    titles = {(kind, way): title for title, kind, way, _ in _KINDS}
    return Table(
        key="movements-by-source",
        title="Every sum, by period, source and kind",
        says="One line for each.",
        columns=[Column(name, "") for name in (span.step.capitalize(), "Source", "Kind", "Connects")],
        rows=[
            [
                word(span.name(flow.period)),
                word(str(flow.source.label)),
                word(titles.get((flow.kind, None)) or titles[flow.kind, flow.connects > 0]),
                number(flow.connects),
            ]
            for flow in flows
        ],
        shown=False,
    )


def _outstanding(at: datetime) -> Iterable[Table]:
    left = economy.outstanding(at)
    ages = [*(words for _, words in economy.AGES), economy.OLDEST]
    ends = [economy.ENDED, *(words for _, words in economy.ENDS), economy.LATEST]
    says = "What wallets hold now, by how long ago the lot was issued. Bids that are held are not in it."
    yield _left("outstanding-by-age", "Outstanding by age", says, "Age of the lot", left, ages, lambda each: each.age)
    says = "The same Connects by when their lot ends, if nobody uses them before."
    yield _left("outstanding-by-expiry", "Outstanding by expiry", says, "Ends", left, ends, lambda each: each.ends)


def _left(
    key: str,
    title: str,
    says: str,
    first: str,
    left: Sequence[Outstanding],
    order: Sequence[str],
    name: Callable[[Outstanding], str],
) -> Table:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    lots: dict[str, int] = defaultdict(int)
    for part in left:
        sums[name(part), part.group] += part.connects
        lots[name(part)] += part.lots

    def cells(label: str, names: Sequence[str]) -> list[Cell]:
        counts = [sum(sums[each, group] for each in names) for group in (BOUGHT, PLAN, FREE)]
        return [word(label), *map(number, [*counts, sum(counts), sum(lots[each] for each in names)])]

    return Table(
        key=key,
        title=title,
        says=says,
        columns=[
            Column(first, "Days are counted from now."),
            Column("Bought", "Of lots that a purchase opened."),
            Column("With a plan", "Of monthly allowances of plans that are paid for."),
            Column("Free", "Of every other source."),
            Column("All", "The three together."),
            Column("Lots", "How many lots these are in."),
        ],
        rows=[cells(each, [each]) for each in order],
        total=cells("Together", order),
        series=[
            Series("Bought", [sums[each, BOUGHT] for each in order]),
            Series("Not bought", [sums[each, PLAN] + sums[each, FREE] for each in order]),
        ],
    )


def _columns(first: str) -> list[Column]:
    about = "Weeks begin on Monday, UTC; the last one is not over." if first == "Week" else "Calendar months, UTC."
    named = Column(first, "Where the Connects of a lot came from." if first == "Source" else about)
    return [named, *(Column(title, says) for title, _, _, says in _KINDS), _NET]


def _row(name: str, flows: Sequence[Flow]) -> list[Cell]:
    sums = [
        sum(flow.connects for flow in flows if flow.kind == kind and way in (None, flow.connects > 0))
        for _, kind, way, _ in _KINDS
    ]
    return [word(name), *map(number, sums), number(sum(sums))]


def _grouped(flows: Iterable[Flow], key: Callable[[Flow], K]) -> defaultdict[K, list[Flow]]:
    found: defaultdict[K, list[Flow]] = defaultdict(list)
    for flow in flows:
        found[key(flow)].append(flow)
    return found


def _came(flows: Iterable[Flow]) -> int:
    return sum(flow.connects for flow in flows if flow.kind in ("grant", "purchase"))


def _used(groups: Iterable[Sequence[Flow]]) -> Series:
    """For a picture: what was taken for proposals and boosts, without what came back."""
    used = [-sum(flow.connects for flow in group if flow.kind in _USED) for group in groups]
    return Series("Used, less what came back", [max(0, each) for each in used])
