"""The page Finance: revenue, what is still owed in Connects and in which lots, breakage, and discounts given."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from billing import finance
from billing.finance import SoldLot, Standing, Taking
from common.money import format_money
from common.reading import said
from connects import economy
from marketplace.figures.periods import Span
from marketplace.figures.tables import Cell, Column, Series, Table, money, number, word

LARGEST = 20
LOT_COLUMNS = [
    Column(gettext_lazy("Lot"), gettext_lazy("Its number in the books.")),
    Column(gettext_lazy("Purchase"), gettext_lazy("Under which it was booked.")),
    Column(gettext_lazy("Currency"), gettext_lazy("In which it was paid.")),
    Column(gettext_lazy("Issued"), gettext_lazy("When it was paid (UTC).")),
    Column(gettext_lazy("Ends"), gettext_lazy("When what is left of it lapses (UTC).")),
    Column(gettext_lazy("Granted"), gettext_lazy("Connects that the purchase brought, with those that a code added.")),
    Column(gettext_lazy("Claimed"), gettext_lazy("Connects whose money went back.")),
    Column(
        gettext_lazy("Left"), gettext_lazy("Connects that can still be used, and those that a dispute has frozen.")
    ),
    Column(gettext_lazy("Lapsed"), gettext_lazy("Connects that nobody used in time.")),
    Column(gettext_lazy("Paid"), gettext_lazy("What was paid for all of them.")),
    Column(gettext_lazy("Given back"), gettext_lazy("By refunds and lost disputes.")),
    Column(
        gettext_lazy("Deferred"),
        gettext_lazy("Paid and not given back, times left over granted and not claimed, rounded down."),
    ),
    Column(gettext_lazy("Breakage"), gettext_lazy("The same for what has lapsed.")),
    Column(
        gettext_lazy("Recognised"),
        gettext_lazy("What remains of the money paid: it stands for Connects that were used."),
    ),
]


def tables(span: Span) -> list[Table]:
    """Everything on the page, by a fixed number of grouped queries."""
    takings = finance.takings(span.step, begin=span.begin, until=span.until)
    standings = finance.standings(span.until)
    owing = sorted({each.currency for each in standings})
    return [
        *(revenue(currency, takings, span) for currency in sorted({each.currency for each in takings})),
        reconciliation(standings),
        *(deferred(currency, standings) for currency in owing),
        largest(span.until),
        discounts(span),
        codes(span),
    ]


def revenue(currency: str, takings: Iterable[Taking], span: Span) -> Table:
    mine = [each for each in takings if each.currency == currency]

    def cells(name: str, rows: Sequence[Taking]) -> list[Cell]:
        came = {what: _sum(rows, what) for what in ("connects", "memberships", "refunds", "disputes")}
        net = came["connects"] + came["memberships"] - came["refunds"] - came["disputes"]
        amounts = (came["connects"], came["memberships"], -came["refunds"], -came["disputes"], net)
        tax = sum(each.tax for each in rows)
        return [word(name), *(money(minor, currency) for minor in amounts), money(tax, currency)]

    by_period = [[each for each in mine if each.period == period] for period in span.periods]
    return Table(
        key=f"revenue-{currency.lower()}",
        title=span.either(_("Revenue in {currency} by week"), _("Revenue in {currency} by month")).format(
            currency=currency
        ),
        says=_("What was paid to the site, less what went back. A membership counts in full when it is paid."),
        columns=[
            Column(span.word, _("By the day of payment, UTC; the last one is not over.")),
            Column(_("Connects"), _("Paid for packages of Connects, after discounts.")),
            Column(_("Memberships"), _("Paid for plans, by invoices.")),
            Column(_("Refunded"), _("Given back by refunds that did not fail, on the day they were asked for.")),
            Column(
                _("Lost disputes"), _("Taken back by banks, on the day it was decided, as far as it was not refunded.")
            ),
            Column(_("Net"), _("Paid for Connects and memberships, less refunds and lost disputes.")),
            Column(_("Of it tax"), _("Tax that was contained in what was paid; what went back is not taken off.")),
        ],
        rows=[cells(span.name(period), rows) for period, rows in zip(span.periods, by_period, strict=True)],
        total=cells(_("Together"), mine),
        series=[
            Series(_("Paid"), [_sum(rows, "connects") + _sum(rows, "memberships") for rows in by_period]),
            Series(_("Went back"), [_sum(rows, "refunds") + _sum(rows, "disputes") for rows in by_period]),
        ],
        timeline=True,
        currency=currency,
    )


def reconciliation(standings: Iterable[Standing]) -> Table:
    payments, held = finance.paid_for_connects(), finance.in_dispute()
    rows, notes = [], []
    for currency, group in groupby(sorted(standings, key=lambda each: each.currency), lambda each: each.currency):
        lots = list(group)
        sums = [sum(getattr(each, name) for each in lots) for name in _PARTS]
        amounts = [*sums, payments.get(currency, 0), held.get(currency, 0)]
        counts = [sum(getattr(each, name) for each in lots) for name in ("lots", "left", "lapsed")]
        rows.append([word(currency), *map(number, counts), *(money(minor, currency) for minor in amounts)])
        notes.append(_proved(currency, sums, payments.get(currency, 0)))
    return Table(
        key="reconciliation",
        title=_("Where the money paid for Connects stands"),
        says=_(
            "Every lot that was ever paid for, reckoned by itself and summed: deferred revenue is what is still "
            "owed in Connects, breakage what nobody used in time. In each lot the four parts are what was paid, to "
            "the unit."
        ),
        columns=[
            Column(_("Currency"), _("Currencies are never added to one another.")),
            Column(_("Lots"), _("Lots that were paid for.")),
            Column(_("Left"), _("Connects of theirs that can still be used, and those that a dispute has frozen.")),
            Column(_("Lapsed"), _("Connects of theirs that nobody used in time.")),
            Column(_("Paid"), _("What was paid for the lots.")),
            Column(_("Recognised"), _("Earned: for Connects that were used, and what rounding leaves over.")),
            Column(_("Deferred"), _("Not earned yet: paid and not given back, times left over granted, lot by lot.")),
            Column(_("Given back"), _("By refunds that did not fail and by lost disputes.")),
            Column(_("Breakage"), _("For Connects that lapsed: paid and not given back, times lapsed over granted.")),
            Column(
                _("Payments say"), _("The sum of all purchases that were paid: it must be what was paid for the lots.")
            ),
            Column(_("In dispute"), _("Held by banks now, until they have decided; memberships too. Not taken off.")),
        ],
        rows=rows,
        notes=notes,
        empty=_("Nobody has bought Connects yet."),
    )


def deferred(currency: str, standings: Iterable[Standing]) -> Table:
    ended = gettext_noop("Ended")
    order = [*(words for _days, words in economy.ENDS), economy.LATEST, ended]
    mine = [each for each in standings if each.currency == currency]
    found = {ended if each.ends == economy.ENDED else each.ends: each for each in mine}

    def cells(name: str, rows: Sequence[Standing]) -> list[Cell]:
        owed, lapsed = sum(each.deferred for each in rows), sum(each.breakage for each in rows)
        left = number(sum(each.left for each in rows))
        return [word(name), left, money(owed, currency), money(lapsed, currency)]

    return Table(
        key=f"deferred-{currency.lower()}",
        title=_("Deferred revenue in {currency} by expiry").format(currency=currency),
        says=_("What is owed in Connects, by when the lots end: then it becomes breakage, if nobody uses them."),
        columns=[
            Column(_("Ends"), _("Days are counted from now.")),
            Column(_("Left"), _("Connects that can still be used, and those that a dispute has frozen.")),
            Column(_("Deferred"), _("Paid for them and not given back.")),
            Column(_("Breakage"), _("Paid for Connects of these lots that lapsed already.")),
        ],
        rows=[cells(said(words), [found[words]] if words in found else []) for words in order],
        total=cells(_("Together"), list(found.values())),
        series=[Series(_("Deferred"), [found[words].deferred if words in found else 0 for words in order])],
        currency=currency,
    )


def largest(at: datetime) -> Table:
    return Table(
        key="lots",
        title=_("The {n} lots with most left").format(n=LARGEST),
        says=_("Deferred revenue lot by lot. The file “Every lot that was paid for” has all of them."),
        columns=LOT_COLUMNS,
        rows=[lot_cells(each) for each in finance.lots(at, most=LARGEST)],
        empty=_("No lot that was paid for has anything left."),
    )


def every_lot(at: datetime) -> Iterator[list[Cell]]:
    """For a file: row by row, however many."""
    return (lot_cells(each) for each in finance.lots(at))


def lot_cells(lot: SoldLot) -> list[Cell]:
    days = (word(f"{when:%Y-%m-%d %H:%M}") for when in (lot.issued_at, lot.expires_at))
    counts = map(number, (lot.granted, lot.claimed, lot.left, lot.lapsed))
    amounts = (lot.paid, lot.back, lot.deferred, lot.breakage, lot.recognised)
    named = (word(str(lot.id)), word(lot.purchase), word(lot.currency))
    return [*named, *days, *counts, *(money(minor, lot.currency) for minor in amounts)]


def discounts(span: Span) -> Table:
    given = finance.discounts(begin=span.begin, until=span.until)
    return Table(
        key="discounts",
        title=_("Discounts given"),
        says=_("Of purchases paid in the time shown, by the sale, plan or code that gave something away."),
        columns=[
            Column(_("Discount"), _("As its buyers read it.")),
            Column(_("Kind"), _("Membership, sale, first purchase or promo code.")),
            Column(_("Currency"), _("Of the purchases.")),
            Column(_("Purchases"), _("Paid purchases that had it.")),
            Column(_("List price"), _("What they would have cost without it.")),
            Column(_("Taken off"), _("By how much it lowered what was paid.")),
            Column(_("Extra Connects"), _("What a code added to them.")),
        ],
        rows=[
            [
                word(each.name),
                word(each.kind),
                word(each.currency),
                number(each.purchases),
                money(each.listed, each.currency),
                money(each.off, each.currency),
                number(each.extra),
            ]
            for each in given
        ],
    )


def codes(span: Span) -> Table:
    return Table(
        key="codes",
        title=_("Connects given by codes without a purchase"),
        says=_("Codes redeemed in the time shown, where nothing was bought."),
        columns=[
            Column(_("Code"), _("As it is typed.")),
            Column(_("Uses"), _("How often it was redeemed.")),
            Column(_("Connects"), _("What it gave in all, with what waits for a look at an account.")),
        ],
        rows=[
            [word(code), number(uses), number(connects)]
            for code, uses, connects in finance.given_by_codes(begin=span.begin, until=span.until)
        ],
    )


_PARTS = ("paid", "recognised", "deferred", "back", "breakage")


def _proved(currency: str, sums: Sequence[int], payments: int) -> str:
    paid, recognised, deferred, back, breakage = (format_money(minor, currency) for minor in sums)
    sentence = (
        _("{paid} paid = {recognised} recognised + {deferred} deferred + {back} given back + {breakage} breakage.")
    ).format(paid=paid, recognised=recognised, deferred=deferred, back=back, breakage=breakage)
    if sums[0] == payments:
        return sentence
    doubt = _("But the payments say {amount}: prove the books.")
    return f"{sentence} {doubt.format(amount=format_money(payments, currency))}"


def _sum(rows: Iterable[Taking], what: str) -> int:
    return sum(each.minor for each in rows if each.what == what)
