"""The page Market: proposals for a job, hires and what they cost, and what nobody looked at."""

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.reading import said
from marketplace.figures.periods import Span
from marketplace.figures.tables import Cell, Column, Series, Table, each, number, share, word
from proposals import market_figures
from proposals.market_figures import Group, Market

_OF_JOBS = [
    Column(gettext_lazy("Jobs"), gettext_lazy("Published, whatever became of them since; drafts are none.")),
    Column(
        gettext_lazy("Proposals for a job"),
        gettext_lazy("Proposals sent for these jobs, over the jobs. An offer nobody had asked for is none."),
    ),
    Column(
        gettext_lazy("Hire rate"),
        gettext_lazy("Of a hundred of these jobs, how many hired at least one person so far."),
    ),
]
_OF_PROPOSALS = [
    Column(
        gettext_lazy("Proposals"), gettext_lazy("Sent for these jobs; invited ones, which cost nothing, with them.")
    ),
    Column(
        gettext_lazy("Never viewed"),
        gettext_lazy("Of a hundred of these proposals, how many the client has not opened so far."),
    ),
    Column(gettext_lazy("Hires"), gettext_lazy("Proposals whose author was hired.")),
    Column(gettext_lazy("Hired of 100"), gettext_lazy("Of a hundred of these proposals, how many led to a hire.")),
    Column(
        gettext_lazy("Connects spent"),
        gettext_lazy("Paid for these proposals and for boosts that won, without what was refunded."),
    ),
    Column(
        gettext_lazy("Cost of a hire"),
        gettext_lazy("Connects spent on all of these proposals, over the hires among them."),
    ),
]


def tables(span: Span) -> list[Table]:
    """Everything on the page, by three grouped queries."""
    found = market_figures.groups(span.step, begin=span.begin, until=span.until)
    return [by_period(found, span), by_category(found), by_boost(found, span), by_boost_and_category(found)]


def by_period(found: Sequence[Group], span: Span) -> Table:
    markets = [_sum(group for group in found if group.period == period) for period in span.periods]
    return Table(
        key="market",
        title=span.either(_("The market by week"), _("The market by month")),
        says=_(
            "Jobs count by the day they were published, with everything that came of them until now. "
            "The latest jobs have had little time yet."
        ),
        columns=[
            Column(span.word, _("Of publication, UTC; the last one is not over.")),
            *_OF_JOBS,
            *_OF_PROPOSALS,
        ],
        rows=[
            [word(span.name(period)), *_jobs(market), *_proposals(market)]
            for period, market in zip(span.periods, markets, strict=True)
        ],
        total=[word(_("Together")), *_jobs(_sum(found)), *_proposals(_sum(found))],
        series=[
            Series(_("Proposals"), [market.proposals for market in markets]),
            Series(_("Never viewed"), [market.unseen for market in markets]),
        ],
        timeline=True,
    )


def by_category(found: Sequence[Group]) -> Table:
    lines = _lines(found, lambda group: group.category)
    return Table(
        key="categories",
        title=_("By category"),
        says=_("The same jobs by category, those with most proposals first."),
        columns=[Column(_("Category"), _("Of the job.")), *_OF_JOBS, *_OF_PROPOSALS],
        rows=[[word(said(name)), *_jobs(market), *_proposals(market)] for name, market in lines],
        series=[Series(_("Proposals"), [market.proposals for _name, market in lines])] if lines else [],
    )


def by_boost(found: Sequence[Group], span: Span) -> Table:
    return Table(
        key="boosts",
        title=span.either(_("Boosted or not, by week"), _("Boosted or not, by month")),
        says=_(
            "Proposals with a bid for a place on top that was not returned, beside all others. People choose "
            "what they boost: a difference need not come from the boost."
        ),
        columns=[
            Column(span.word, _("Of the job's publication.")),
            Column(_("Boost"), _("Boosted or not.")),
            *_OF_PROPOSALS,
        ],
        rows=[
            [word(span.name(period)), *row]
            for period in reversed(span.periods)
            for row in _by_kind(group for group in found if group.period == period)
        ],
    )


def by_boost_and_category(found: Sequence[Group]) -> Table:
    lines = _lines(found, lambda group: group.category)
    return Table(
        key="boosts-by-category",
        title=_("Boosted or not, by category"),
        says=_("The same proposals by the category of their job; all categories together last."),
        columns=[Column(_("Category"), _("Of the job.")), Column(_("Boost"), _("Boosted or not.")), *_OF_PROPOSALS],
        rows=[
            *(
                [word(said(name)), *row]
                for name, _ in lines
                for row in _by_kind(group for group in found if group.category == name)
            ),
            *([word(_("All categories")), *row] for row in _by_kind(found)),
        ],
    )


def _by_kind(found: Iterable[Group]) -> list[list[Cell]]:
    """A line for those boosted and one for the others, where there are any."""
    all_of = list(found)
    kinds = ((_("Boosted"), True), (_("Not boosted"), False))
    sums = [(name, _sum(group for group in all_of if group.boosted is kind)) for name, kind in kinds]
    return [[word(name), *_proposals(market)] for name, market in sums if market.proposals]


def _lines(found: Iterable[Group], key: Callable[[Group], str]) -> list[tuple[str, Market]]:
    sums: dict[str, Market] = {}
    for group in found:
        sums[key(group)] = sums.get(key(group), Market()) + group.market
    return sorted(sums.items(), key=lambda line: (-line[1].proposals, -line[1].jobs, line[0]))


def _sum(found: Iterable[Group]) -> Market:
    return sum((group.market for group in found), Market())


def _jobs(market: Market) -> list[Cell]:
    return [number(market.jobs), each(market.proposals, market.jobs), share(market.filled, market.jobs)]


def _proposals(market: Market) -> list[Cell]:
    return [
        number(market.proposals),
        share(market.unseen, market.proposals),
        number(market.hires),
        share(market.hires, market.proposals),
        number(market.connects),
        each(market.connects, market.hires),
    ]
