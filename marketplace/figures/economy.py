"""The page Economy: what came into wallets and what went out, from which source, and what is still there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.reading import Words, said
from connects import economy
from connects.economy import BOUGHT, FREE, PLAN, Flow, Outstanding
from connects.services import Source
from marketplace.figures.periods import Span
from marketplace.figures.tables import Cell, Column, Series, Table, number, word

K = TypeVar("K")
# A column for each kind of booking, and which way it went; None is either.
_KINDS: tuple[tuple[Words, str, bool | None, Words], ...] = (
    (gettext_lazy("Granted"), "grant", None, gettext_lazy("Came free, or monthly with a plan.")),
    (gettext_lazy("Bought"), "purchase", None, gettext_lazy("Came with a purchase that was paid.")),
    (
        gettext_lazy("Spent"),
        "spend",
        None,
        gettext_lazy("Paid for proposals, badges and whatever else has a price, at that moment."),
    ),
    (
        gettext_lazy("Held"),
        "hold",
        None,
        gettext_lazy("Bid for a boost, when the bid was placed. A bid that wins stays here, not under spent."),
    ),
    (gettext_lazy("Returned"), "return", None, gettext_lazy("Bids that came back.")),
    (gettext_lazy("Refunded"), "refund", None, gettext_lazy("Spent Connects that came back.")),
    (gettext_lazy("Expired"), "expire", None, gettext_lazy("Not used by the end of their lot, by the day it ended.")),
    (
        gettext_lazy("Taken back"),
        "revoke",
        None,
        gettext_lazy("Revoked as their payment went back, or for a debt; above nothing, given back."),
    ),
    (
        gettext_lazy("Disputed"),
        "dispute",
        None,
        gettext_lazy("Booked out while a bank questions their payment; above nothing, brought back."),
    ),
    (gettext_lazy("Adjusted up"), "adjust", True, gettext_lazy("Added by an operator, with a reason.")),
    (gettext_lazy("Adjusted down"), "adjust", False, gettext_lazy("Taken by an operator, with a reason.")),
)
_NET = Column(gettext_lazy("Net"), gettext_lazy("The sum of the row: by so much what is outstanding has changed."))
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
        title=span.either(_("Connects in and out by week"), _("Connects in and out by month")),
        says=_(
            "What was booked in all wallets together, by the day for which it was booked. Minus is out of wallets."
        ),
        columns=_columns(
            span.word,
            span.either(_("Weeks begin on Monday, UTC; the last one is not over."), _("Calendar months, UTC.")),
        ),
        rows=[_row(span.name(period), found[period]) for period in span.periods],
        total=_row(_("Together"), [flow for group in groups for flow in group]),
        series=[Series(_("Granted or bought"), [_came(group) for group in groups]), _used(groups)],
        timeline=True,
    )


def by_source(flows: Iterable[Flow]) -> Table:
    found = _grouped(flows, lambda flow: flow.source)
    known = [source for source in Source if source in found]
    groups = [found[source] for source in known]
    return Table(
        key="sources",
        title=_("By source"),
        says=_("The same movements by the source of the lots that they filled or drew on, over the whole time shown."),
        columns=_columns(_("Source"), _("Where the Connects of a lot came from.")),
        rows=[_row(str(source.label), found[source]) for source in known],
        series=[Series(_("Granted or bought"), [_came(group) for group in groups]), _used(groups)] if known else [],
    )


def every_flow(flows: Iterable[Flow], span: Span) -> Table:
    """Not shown: what the other two are sums of."""
    titles = {(kind, way): title for title, kind, way, _says in _KINDS}
    return Table(
        key="movements-by-source",
        title=_("Every sum, by period, source and kind"),
        says=_("One line for each."),
        columns=[Column(name, "") for name in (span.word, _("Source"), _("Kind"), _("Connects"))],
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
    ages = [*(words for _days, words in economy.AGES), economy.OLDEST]
    ends = [economy.ENDED, *(words for _days, words in economy.ENDS), economy.LATEST]
    says = _("What wallets hold now, by how long ago the lot was issued. Bids that are held are not in it.")
    yield _left(
        "outstanding-by-age", _("Outstanding by age"), says, _("Age of the lot"), left, ages, lambda each: each.age
    )
    says = _("The same Connects by when their lot ends, if nobody uses them before.")
    yield _left(
        "outstanding-by-expiry", _("Outstanding by expiry"), says, _("Ends"), left, ends, lambda each: each.ends
    )


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
            Column(first, _("Days are counted from now.")),
            Column(_("Bought"), _("Of lots that a purchase opened.")),
            Column(_("With a plan"), _("Of monthly allowances of plans that are paid for.")),
            Column(_("Free"), _("Of every other source.")),
            Column(_("All"), _("The three together.")),
            Column(_("Lots"), _("How many lots these are in.")),
        ],
        rows=[cells(said(each), [each]) for each in order],
        total=cells(_("Together"), order),
        series=[
            Series(_("Bought"), [sums[each, BOUGHT] for each in order]),
            Series(_("Not bought"), [sums[each, PLAN] + sums[each, FREE] for each in order]),
        ],
    )


def _columns(first: str, about: str) -> list[Column]:
    return [Column(first, about), *(Column(title, says) for title, _kind, _way, says in _KINDS), _NET]


def _row(name: str, flows: Sequence[Flow]) -> list[Cell]:
    sums = [
        sum(flow.connects for flow in flows if flow.kind == kind and way in (None, flow.connects > 0))
        for _title, kind, way, _says in _KINDS
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
    return Series(_("Used, less what came back"), [max(0, each) for each in used])
