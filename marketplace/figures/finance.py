"""The page Finance: revenue, what is still owed in Connects and in which lots, breakage, and discounts given."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from billing import finance
from billing.finance import SoldLot, Standing, Taking
from common.money import format_money
from connects import economy
from marketplace.figures.periods import Span
from marketplace.figures.tables import Cell, Column, Series, Table, money, number, word

LARGEST = 20
LOT_COLUMNS = [
    Column("Lot", "Its number in the books."),
    Column("Purchase", "Under which it was booked."),
    Column("Currency", "In which it was paid."),
    Column("Issued", "When it was paid (UTC)."),
    Column("Ends", "When what is left of it lapses (UTC)."),
    Column("Granted", "Connects that the purchase brought, with those that a code added."),
    Column("Claimed", "Connects whose money went back."),
    Column("Left", "Connects that can still be used, and those that a dispute has frozen."),
    Column("Lapsed", "Connects that nobody used in time."),
    Column("Paid", "What was paid for all of them."),
    Column("Given back", "By refunds and lost disputes."),
    Column("Deferred", "Paid and not given back, times left over granted and not claimed, rounded down."),
    Column("Breakage", "The same for what has lapsed."),
    Column("Recognised", "What remains of the money paid: it stands for Connects that were used."),
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
        title=f"Revenue in {currency} by {span.step}",
        says="What was paid to the site, less what went back. A membership counts in full when it is paid.",
        columns=[
            Column(span.step.capitalize(), "By the day of payment, UTC; the last one is not over."),
            Column("Connects", "Paid for packages of Connects, after discounts."),
            Column("Memberships", "Paid for plans, by invoices."),
            Column("Refunded", "Given back by refunds that did not fail, on the day they were asked for."),
            Column("Lost disputes", "Taken back by banks, on the day it was decided, as far as it was not refunded."),
            Column("Net", "Paid for Connects and memberships, less refunds and lost disputes."),
            Column("Of it tax", "Tax that was contained in what was paid; what went back is not taken off."),
        ],
        rows=[cells(span.name(period), rows) for period, rows in zip(span.periods, by_period, strict=True)],
        total=cells("Together", mine),
        series=[
            Series("Paid", [_sum(rows, "connects") + _sum(rows, "memberships") for rows in by_period]),
            Series("Went back", [_sum(rows, "refunds") + _sum(rows, "disputes") for rows in by_period]),
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
        title="Where the money paid for Connects stands",
        says="Every lot that was ever paid for, reckoned by itself and summed: deferred revenue is what is still owed "
        "in Connects, breakage what nobody used in time. In each lot the four parts are what was paid, to the unit.",
        columns=[
            Column("Currency", "Currencies are never added to one another."),
            Column("Lots", "Lots that were paid for."),
            Column("Left", "Connects of theirs that can still be used, and those that a dispute has frozen."),
            Column("Lapsed", "Connects of theirs that nobody used in time."),
            Column("Paid", "What was paid for the lots."),
            Column("Recognised", "Earned: for Connects that were used, and what rounding leaves over."),
            Column("Deferred", "Not earned yet: paid and not given back, times left over granted, lot by lot."),
            Column("Given back", "By refunds that did not fail and by lost disputes."),
            Column("Breakage", "For Connects that lapsed: paid and not given back, times lapsed over granted."),
            Column("Payments say", "The sum of all purchases that were paid: it must be what was paid for the lots."),
            Column("In dispute", "Held by banks now, until they have decided; memberships too. Not taken off."),
        ],
        rows=rows,
        notes=notes,
        empty="Nobody has bought Connects yet.",
    )


def deferred(currency: str, standings: Iterable[Standing]) -> Table:
    ended = "Ended"
    order = [*(words for _, words in economy.ENDS), economy.LATEST, ended]
    mine = [each for each in standings if each.currency == currency]
    found = {ended if each.ends == economy.ENDED else each.ends: each for each in mine}

    def cells(name: str, rows: Sequence[Standing]) -> list[Cell]:
        owed, lapsed = sum(each.deferred for each in rows), sum(each.breakage for each in rows)
        left = number(sum(each.left for each in rows))
        return [word(name), left, money(owed, currency), money(lapsed, currency)]

    return Table(
        key=f"deferred-{currency.lower()}",
        title=f"Deferred revenue in {currency} by expiry",
        says="What is owed in Connects, by when the lots end: then it becomes breakage, if nobody uses them.",
        columns=[
            Column("Ends", "Days are counted from now."),
            Column("Left", "Connects that can still be used, and those that a dispute has frozen."),
            Column("Deferred", "Paid for them and not given back."),
            Column("Breakage", "Paid for Connects of these lots that lapsed already."),
        ],
        rows=[cells(words, [found[words]] if words in found else []) for words in order],
        total=cells("Together", list(found.values())),
        series=[Series("Deferred", [found[words].deferred if words in found else 0 for words in order])],
        currency=currency,
    )


def largest(at: datetime) -> Table:
    return Table(
        key="lots",
        title=f"The {LARGEST} lots with most left",
        says="Deferred revenue lot by lot. The file “Every lot that was paid for” has all of them.",
        columns=LOT_COLUMNS,
        rows=[lot_cells(each) for each in finance.lots(at, most=LARGEST)],
        empty="No lot that was paid for has anything left.",
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
        title="Discounts given",
        says="Of purchases paid in the time shown, by the sale, plan or code that gave something away.",
        columns=[
            Column("Discount", "As its buyers read it."),
            Column("Kind", "Membership, sale, first purchase or promo code."),
            Column("Currency", "Of the purchases."),
            Column("Purchases", "Paid purchases that had it."),
            Column("List price", "What they would have cost without it."),
            Column("Taken off", "By how much it lowered what was paid."),
            Column("Extra Connects", "What a code added to them."),
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
        title="Connects given by codes without a purchase",
        says="Codes redeemed in the time shown, where nothing was bought.",
        columns=[
            Column("Code", "As it is typed."),
            Column("Uses", "How often it was redeemed."),
            Column("Connects", "What it gave in all, with what waits for a look at an account."),
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
        f"{paid} paid = {recognised} recognised + {deferred} deferred + {back} given back + {breakage} breakage."
    )
    if sums[0] == payments:
        return sentence
    return f"{sentence} But the payments say {format_money(payments, currency)}: prove the books."


def _sum(rows: Iterable[Taking], what: str) -> int:
    return sum(each.minor for each in rows if each.what == what)
