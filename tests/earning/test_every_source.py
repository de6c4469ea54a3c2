"""Every source of free Connects: how many, when, once, for how long, held back, and given back into its lot."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction

from common import clock
from connects import expiry, judging, services
from connects.models import HeldGrant, Lot, Source, Transaction, Wallet
from tests.books import assert_books_balance
from tests.earning.sources import SOURCES, Cast, Row
from tests.races import runners

pytestmark = pytest.mark.django_db
CROWD = 8
# Not free, or an operator's own hand.
NO_EARNING = {Source.PURCHASE, Source.ADJUSTMENT}


@pytest.fixture(params=SOURCES, ids=str)
def row(request) -> Row:
    return request.param


def prepared(row: Row, cast: Cast):
    """Everything but the deed, which nobody has been given anything for yet."""
    with clock.at(min(row.at, clock.now())):
        deed, wallet = row.prepare(cast)
    assert not lots(row, wallet)
    return deed, wallet


def lots(row: Row, wallet: Wallet) -> list[Lot]:
    return list(Lot.objects.filter(wallet=wallet, source=row.source).order_by("id"))


def test_the_table_has_every_source():
    assert {row.source for row in SOURCES} == set(Source) - NO_EARNING


def test_it_brings_so_many_at_the_deed_and_not_before(row, cast):
    with clock.at(row.at):
        deed, wallet = prepared(row, cast)
        deed()
        [lot] = lots(row, wallet)
        assert (lot.granted, lot.issued_at, lot.expires_at) == (row.connects, row.at, row.expires_at)
        booked = lot.opened_by
        assert (booked.kind, booked.amount, booked.effective_at) == ("grant", row.connects, row.at)
    assert_books_balance()


def test_the_deed_done_twice_brings_it_once(row, cast):
    with clock.at(row.at):
        deed, wallet = prepared(row, cast)
        deed()
        before = services.spendable(wallet.pk)
        deed()
        assert len(lots(row, wallet)) == 1
        assert services.spendable(wallet.pk) == before
    assert_books_balance()


def test_killed_before_it_was_certain_it_left_nothing_and_comes_the_next_time(row, cast):
    class Killed(Exception):
        pass

    with clock.at(row.at):
        deed, wallet = prepared(row, cast)
        bookings = Transaction.objects.count()
        with suppress(Killed), transaction.atomic():
            deed()
            assert lots(row, wallet)
            raise Killed
        assert not lots(row, wallet)
        assert Transaction.objects.count() == bookings
        deed()
        assert [lot.granted for lot in lots(row, wallet)] == [row.connects]
    assert_books_balance()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_bring_it_once(row, cast):
    with clock.at(row.at):
        deed, wallet = prepared(row, cast)

    def at_its_instant():
        # Each thread has a clock of its own.
        with clock.at(row.at):
            return deed()

    with runners(CROWD) as crowd:
        results = crowd.together(*[at_its_instant] * CROWD)
    assert not [each for each in results if isinstance(each, Exception)], results
    assert [lot.granted for lot in lots(row, wallet)] == [row.connects]
    assert_books_balance()


def test_it_lives_to_its_last_instant_and_lapses_then(row, cast):
    with clock.at(row.at):
        deed, wallet = prepared(row, cast)
        deed()
        [lot] = lots(row, wallet)
    with clock.at(row.expires_at - timedelta(microseconds=1)):
        expiry.expire(clock.now())
        lot.refresh_from_db()
        assert lot.remaining == row.connects
    with clock.at(row.expires_at):
        expiry.expire(clock.now())
        lot.refresh_from_db()
        assert lot.remaining == 0
        lapse = Transaction.objects.get(entries__lot=lot, kind="expire")
        assert (lapse.entries.get(lot=lot).amount, lapse.effective_at) == (-row.connects, row.expires_at)
    assert_books_balance()


def test_what_was_spent_of_it_comes_back_into_its_lot_with_its_expiry(row, cast):
    with clock.at(row.at):
        deed, wallet = prepared(row, cast)
        deed()
        [lot] = lots(row, wallet)
        held = services.spendable(wallet.pk)
        services.spend(wallet.pk, held, reference="proposal:1")
        lot.refresh_from_db()
        assert lot.remaining == 0
        services.refund("proposal:1", reference="refund:1", reason="The client cancelled")
        lot.refresh_from_db()
        assert (lot.remaining, lot.expires_at) == (row.connects, row.expires_at)
        assert services.spendable(wallet.pk) == held
    assert_books_balance()


# A newcomer under suspicion lets the whole referral wait, before anything is given (tests/referrals).
@pytest.mark.parametrize("row", [row for row in SOURCES if row.free and row.name != "referred"], ids=str)
def test_under_suspicion_it_waits_and_comes_once_an_operator_releases_it(row, cast):
    with clock.at(row.at):
        deed, wallet = prepared(row, cast)
        Wallet.objects.filter(pk=wallet.pk).update(held_since=row.at)
        for _ in range(2):
            deed()
        assert not lots(row, wallet)
        held = HeldGrant.objects.get(wallet=wallet, source=row.source)
        assert (held.connects, held.state) == (row.connects, "held")
        for _ in range(2):
            judging.release(held.pk, by=cast.olga, why="Two people, one desk")
        assert [lot.granted for lot in lots(row, wallet)] == [row.connects]
    assert_books_balance()
