"""The page Finance: a little story of money, reckoned by hand; whatever happens, a lot's parts are what was paid."""

import csv
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.contrib.auth.models import Permission

from billing import finance, money_back
from billing.models import Dispute, Package, PromoCode, Purchase, Redemption, Refund
from common import clock
from connects import services as connects
from connects.expiry import expire
from connects.lot_states import books_of
from connects.models import Lot, WalletPolicy
from marketplace.figures import finance as page
from marketplace.figures.periods import span
from tests import queries
from tests.books import assert_books_balance
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/figures/finance/"
NOW = MONDAY + timedelta(days=15)


@pytest.fixture
def desk(client, olga):
    client.force_login(olga)
    return client


def pay(person, count, minor, *, currency="USD", off=0, **fields):
    """Paid now; nothing is credited."""
    return Purchase.objects.create(
        wallet=person.wallet,
        buyer=person,
        package=Package.objects.first(),
        connects=count,
        list_minor=minor + off,
        discount_minor=off,
        amount_minor=minor,
        currency=currency,
        status="paid",
        paid_at=clock.now(),
        **fields,
    )


def buy(person, count, minor, *, currency="USD", **fields):
    """Paid and credited now."""
    purchase = pay(person, count, minor, currency=currency, **fields)
    named = {"reference": purchase.reference, "cause": purchase.reference, "actor": person}
    total = purchase.total_connects
    connects.credit_purchase(person.wallet.pk, total, paid_minor=minor, paid_currency=currency, **named)
    return purchase


def spend(person, count, reference):
    connects.spend(person.wallet.pk, count, reference=reference, cause="", reason="A test", actor=person)


def give_back(purchase, minor):
    refund = Refund.objects.create(purchase=purchase, amount_minor=minor, reason="Asked for", status="succeeded")
    money_back.take(purchase, reference=f"refund:{refund.pk}", reason="Asked for")


def lose(purchase):
    fields = {"amount_minor": purchase.amount_minor, "currency": purchase.currency, "status": "lost"}
    instants = {"opened_at": clock.now(), "closed_at": clock.now()}
    dispute = Dispute.objects.create(dispute_id="dp_1", purchase=purchase, outcome="lost", **fields, **instants)
    money_back.take(purchase, reference=f"dispute:{dispute.pk}", reason="Lost")


@pytest.fixture
def story(ben, cleo, person):
    """In the first week Ben buys 20 for $3.00 and uses 7; Cleo, in the Spring sale, 10 for $1.35, uses 3, and the rest
    lapses ten days later; Dana buys 10 for $1.50 and uses them all; Ben buys 40 for EUR 5.60. In the second week
    Dana's bank takes her $1.50 back for good, and Ben gets EUR 1.40 back: ten of the forty go."""
    dana = person("Dana", freelancer=True)
    with clock.at(MONDAY):
        buy(ben, 20, 300)
        euros = buy(ben, 40, 560, currency="EUR")
        spend(ben, 7, "proposal:1")
        hers = buy(dana, 10, 150)
        spend(dana, 10, "proposal:2")
        WalletPolicy.objects.update(purchased_lives_days=10)
        buy(cleo, 10, 135, off=15, discount="sale", discount_label="Spring sale, 10 % off")
        spend(cleo, 3, "proposal:3")
    with clock.at(MONDAY + timedelta(days=11)):
        expire(clock.now())
        lose(hers)
        give_back(euros, 140)
    with clock.at(NOW):
        yield


def shown(table):
    return {row[0].shown: [cell.shown for cell in row[1:]] for row in [*table.rows, table.total] if row}


def by_key():
    return {table.key: table for table in page.tables(span("week", at=NOW))}


def test_revenue_is_what_was_paid_less_what_went_back(story):
    dollars, euros = shown(by_key()["revenue-usd"]), shown(by_key()["revenue-eur"])
    assert dollars["2026-03-02"] == ["$5.85", "$0.00", "$0.00", "$0.00", "$5.85", "$0.00"]
    assert dollars["2026-03-09"] == ["$0.00", "$0.00", "$0.00", "-$1.50", "-$1.50", "$0.00"]
    assert dollars["Together"][4] == "$4.35"
    assert euros["2026-03-09"][2:5] == ["-€1.40", "€0.00", "-€1.40"]
    assert euros["Together"][4] == "€4.20"


def test_paid_is_recognised_deferred_given_back_and_breakage(story):
    """Ben's 13 of 20 are $1.95 of $3.00; Cleo's lapsed 7 of 10 are 94 of 135 cents; Dana's money is gone."""
    table = by_key()["reconciliation"]
    assert shown(table) == {
        "EUR": ["1", "30", "0", "€5.60", "€0.00", "€4.20", "€1.40", "€0.00", "€5.60", "€0.00"],
        "USD": ["3", "13", "7", "$5.85", "$1.46", "$1.95", "$1.50", "$0.94", "$5.85", "$0.00"],
    }
    assert table.notes[1] == "$5.85 paid = $1.46 recognised + $1.95 deferred + $1.50 given back + $0.94 breakage."
    assert_books_balance()


def test_money_that_no_lot_stands_for_is_said_aloud(story, ben):
    pay(ben, 10, 1)
    assert "But the payments say $5.86" in by_key()["reconciliation"].notes[1]


def test_what_is_deferred_is_told_by_when_it_ends(story):
    assert shown(by_key()["deferred-usd"]) == {
        "Within 7 days": ["0", "$0.00", "$0.00"],
        "In 8 to 30 days": ["0", "$0.00", "$0.00"],
        "In 31 to 90 days": ["0", "$0.00", "$0.00"],
        "In 91 to 180 days": ["0", "$0.00", "$0.00"],
        "In 181 to 365 days": ["13", "$1.95", "$0.00"],
        "In more than 365 days": ["0", "$0.00", "$0.00"],
        "Ended": ["0", "$0.00", "$0.94"],
        "Together": ["13", "$1.95", "$0.94"],
    }


def test_discounts_are_told_by_sale_and_code(story, ben, cleo):
    code = PromoCode.objects.create(code="-MORE", connects=5)
    with clock.at(NOW):
        with_code = buy(ben, 10, 150, extra_connects=5)
        Redemption.objects.create(code=code, purchase=with_code, person=ben, state="used")
        Redemption.objects.create(code=code, person=cleo, state="used", connects=5, key="once")
    assert [[cell.shown for cell in row] for row in by_key()["discounts"].rows] == [
        ["Spring sale, 10 % off", "Sale", "USD", "1", "$1.50", "$0.15", "0"],
        ["-MORE", "Promo code", "USD", "1", "$1.50", "$0.00", "5"],
    ]
    assert [[cell.shown for cell in row] for row in by_key()["codes"].rows] == [["-MORE", "1", "5"]]


def test_files_hold_plain_amounts_and_no_formulas(desk, story, ben):
    code = PromoCode.objects.create(code="-MORE", connects=5)
    Redemption.objects.create(code=code, person=ben, state="used", connects=5, key="once")
    assert read(desk.get(ADDRESS, {"csv": "codes"}))[1] == ["'-MORE", "1", "5"]
    assert read(desk.get(ADDRESS, {"csv": "revenue-usd"}))[-2][4:6] == ["0.00", "0.00"]
    assert read(desk.get(ADDRESS, {"csv": "revenue-usd"}))[-3][4:6] == ["-1.50", "-1.50"]


def test_every_lot_is_a_line_of_a_file(desk, story):
    rows = read(desk.get(f"{ADDRESS}lots.csv"))
    assert rows[0][-5:] == ["Paid", "Given back", "Deferred", "Breakage", "Recognised"]
    assert [row[5:] for row in rows[1:]] == [
        ["20", "0", "13", "0", "3.00", "0.00", "1.95", "0.00", "1.05"],
        ["40", "10", "30", "0", "5.60", "1.40", "4.20", "0.00", "0.00"],
        ["10", "10", "0", "0", "1.50", "1.50", "0.00", "0.00", "0.00"],
        ["10", "0", "0", "7", "1.35", "0.00", "0.00", "0.94", "0.41"],
    ]


def read(answer):
    assert answer.status_code == 200
    return list(csv.reader(StringIO(b"".join(answer.streaming_content).decode())))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_each_lot_reconciles(ben, seed):
    """Odd prices, spends, refunds of spends, money back in parts, disputes, and time: some of each, in any order."""
    chance, at, purchases, spent = Random(seed), MONDAY, [], []
    WalletPolicy.objects.update(purchased_lives_days=30)
    for turn in range(40):
        at += timedelta(days=chance.randrange(4))
        with clock.at(at):
            act(chance, turn, ben, purchases, spent)
    with clock.at(at):
        lots = list(finance.lots(at))
        rows = finance.standings(at)
    for lot in lots:
        parts = (lot.recognised, lot.deferred, lot.back, lot.breakage)
        assert min(parts) >= 0, lot
        assert sum(parts) == lot.paid
        assert lot.granted - lot.claimed == used(lot) + lot.left + lot.lapsed, lot
    assert sum(row.recognised + row.deferred + row.back + row.breakage for row in rows) == sum(
        purchase.amount_minor for purchase in purchases
    )
    assert sum(row.deferred for row in rows) == sum(lot.deferred for lot in lots)
    assert_books_balance()


def act(chance, turn, ben, purchases, spent):
    what = chance.choice(["buy", "spend", "spend", "back", "refund", "dispute", "decide"])
    purchase = chance.choice(purchases) if purchases else None
    if what == "buy" or purchase is None:
        purchases.append(buy(ben, chance.randrange(3, 30), chance.randrange(101, 999)))
    elif what == "spend" and (most := connects.balance_of(ben.wallet.pk)):
        spend(ben, chance.randint(1, most), f"proposal:{turn}")
        spent.append(f"proposal:{turn}")
    elif what == "back" and spent:
        gone = spent.pop(chance.randrange(len(spent)))
        connects.refund(gone, reference=f"refund:{gone}", cause="", reason="Cancelled")
    elif what == "refund" and (most := purchase.amount_minor - purchase.refunded_minor):
        give_back(purchase, chance.randint(1, most))
    elif what == "dispute":
        money_back.freeze(purchase, reference=f"dispute:{turn}", reason="Asked")
    elif what == "decide":
        for name in {entry.reference for entry in purchase_freezes(purchase)}:
            money_back.unfreeze(purchase, reference=name, reason="Won")


def purchase_freezes(purchase):
    return Lot.objects.get(opened_by__reference=purchase.reference).claim_entries.filter(act="freeze")


def used(lot):
    """Spent, and neither come back nor claimed: by the books of the lot itself."""
    books = books_of(Lot.objects.get(pk=lot.id))
    gone = books.remaining + books.frozen + books.lapsed + books.revoked
    return books.granted - gone - books.owed - books.paid


def test_the_page_costs_the_same_with_more_in_it(desk, ben, cleo):
    with clock.at(MONDAY):
        fill(ben, 5)
        few = queries.cost(desk, ADDRESS)
        fill(cleo, 45)
        assert queries.cost(desk, ADDRESS) == few


def fill(person, number):
    for _ in range(number):
        buy(person, 10, 150, off=15, discount="sale", discount_label="Spring sale, 10 % off")


@pytest.mark.parametrize(("allowed", "status"), [("view_purchase", 200), ("view_transaction", 403)])
@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}lots.csv"])
def test_only_operators_who_may_read_purchases_see_it(client, person, allowed, status, address):
    sam = person("Sam", is_staff=True)
    sam.user_permissions.add(Permission.objects.get(codename=allowed))
    client.force_login(sam)
    assert client.get(address).status_code == status
