"""What is held: placed, raised by the difference, then captured or returned, once; and refunded when captured."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common import clock
from connects import history, limits, services
from connects.errors import HoldEnded, NoSuchHold, NoSuchSpend, NotEnoughConnects, OverTheLimit, ReferenceReused
from connects.history import Filters
from connects.models import Hold, HoldEnd, HoldPart, Transaction, WalletPolicy
from tests.books import assert_books_balance
from tests.connects.conftest import history as booked
from tests.connects.conftest import remaining
from tests.database import constraints_lifted, guards_lifted

B = "boost:1"


def place(wallet, connects=6, reference=B, **more):
    return services.place_hold(wallet.pk, connects, reference=reference, **more)


def shown(wallet, status=""):
    return [(line.label, line.amount) for line in history.lines(history.movements(wallet.pk, Filters(status=status)))]


def test_a_hold_is_taken_from_the_lots_that_expire_soonest(wallet, give):
    late, soon = give(10, days=60), give(4, days=5)
    booking = place(wallet)
    assert (booking.amount, booking.balance_after, remaining(late, soon)) == (-6, 8, [8, 0])
    assert shown(wallet)[0] == ("Boost held", -6)
    assert services.hold_state(B) == services.HoldState(6)
    assert_books_balance()


def test_a_hold_never_overdraws(wallet, give):
    give(5)
    with pytest.raises(NotEnoughConnects):
        place(wallet)
    assert (services.spendable(wallet.pk), Hold.objects.count()) == (5, 0)
    assert_books_balance()


def test_a_raise_holds_only_the_difference(wallet, give):
    give(10)
    place(wallet)
    assert services.raise_hold(B, to=9).amount == -3
    assert (services.spendable(wallet.pk), services.hold_state(B).connects) == (1, 9)
    with pytest.raises(ValueError, match="never lowered"):
        services.raise_hold(B, to=5)
    with pytest.raises(NotEnoughConnects):
        services.raise_hold(B, to=11)
    assert services.hold_state(B).connects == 9
    assert_books_balance()


def test_a_return_puts_every_part_back_into_its_lots(wallet, give):
    late, soon = give(10, days=60), give(4, days=5)
    place(wallet)
    services.raise_hold(B, to=9)
    assert [booking.amount for booking in services.return_hold(B, reason="Outbid")] == [6, 3]
    assert remaining(late, soon) == [10, 4]
    assert shown(wallet)[:2] == [("Boost returned", 3), ("Boost returned", 6)]
    assert services.hold_state(B).ended == "returned"
    assert_books_balance()


def test_a_captured_hold_is_shown_as_spent_and_moves_nothing(wallet, give):
    give(10)
    place(wallet)
    assert services.capture_hold(B) == 6
    assert (booked(wallet)[-1][0], services.spendable(wallet.pk)) == ("hold", 4)
    assert shown(wallet)[0] == ("Spent", -6)
    assert shown(wallet, "spend") == [("Spent", -6)]
    assert shown(wallet, "hold") == []
    assert_books_balance()


def test_what_was_captured_can_be_refunded_once(wallet, give):
    lot = give(10)
    place(wallet)
    with pytest.raises(NoSuchSpend):
        services.refund_hold(B)
    services.capture_hold(B)
    first, again = services.refund_hold(B, reason="Removed"), services.refund_hold(B, reason="Removed")
    assert ([each.id for each in first], again[0].again) == ([each.id for each in again], True)
    assert remaining(lot) == [10]
    assert shown(wallet, "refund") == [("Refunded", 6)]
    assert_books_balance()


def test_each_step_twice_is_once(wallet, give):
    give(20)
    assert place(wallet).id == place(wallet).id
    assert services.raise_hold(B, to=9).id == services.raise_hold(B, to=9).id
    assert [each.id for each in services.return_hold(B)] == [each.id for each in services.return_hold(B)]
    place(wallet, reference="boost:2")
    assert services.capture_hold("boost:2") == services.capture_hold("boost:2") == 6
    assert services.spendable(wallet.pk) == 14
    assert (Hold.objects.count(), HoldPart.objects.count(), HoldEnd.objects.count()) == (2, 3, 2)
    assert_books_balance()


def test_a_hold_ends_once(wallet, give):
    give(20)
    place(wallet)
    services.capture_hold(B)
    place(wallet, reference="boost:2")
    services.return_hold("boost:2")
    for act in (
        lambda: services.return_hold(B),
        lambda: services.raise_hold(B, to=9),
        lambda: services.capture_hold("boost:2"),
    ):
        with pytest.raises(HoldEnded):
            act()
    with pytest.raises(NoSuchHold):
        services.return_hold("boost:3")
    assert_books_balance()


def test_a_reference_for_something_else_is_refused(wallet, give):
    give(30)
    place(wallet)
    with pytest.raises(ReferenceReused):
        place(wallet, 7)
    with pytest.raises(ReferenceReused):
        services.spend(wallet.pk, 6, reference=B)
    services.spend(wallet.pk, 6, reference="boost:1:9")
    with pytest.raises(ReferenceReused):
        services.raise_hold(B, to=9)
    assert_books_balance()


def test_what_returns_into_a_lapsed_lot_lapses_at_once_unless_there_is_grace(wallet, give):
    give(6, days=5)
    place(wallet)
    with clock.at(clock.now() + timedelta(days=6)):
        services.return_hold(B)
        assert services.spendable(wallet.pk) == 0
        assert [kind for kind, *_ in booked(wallet)] == ["grant", "hold", "return", "expire"]
        # Not on the day on which the lot ended: then it was empty.
        assert wallet.transactions.get(kind="expire").effective_at == clock.now()
    WalletPolicy.objects.update(refund_grace_days=7)
    give(6, days=5)
    place(wallet, reference="boost:2")
    with clock.at(clock.now() + timedelta(days=6)):
        services.return_hold("boost:2")
        assert services.spendable(wallet.pk) == 6
    assert_books_balance()


def test_what_returns_into_a_lot_in_question_goes_the_way_of_its_payment(wallet, ben):
    for number in (1, 2):
        services.credit_purchase(
            wallet.pk, 6, reference=f"purchase:{number}", cause="", paid_minor=90, paid_currency="USD", actor=ben
        )
        place(wallet, reference=f"boost:{number}")
    services.claim("purchase:1", 6, reference="refund:1", cause="", reason="Asked for it")
    services.freeze("purchase:2", reference="dispute:1", cause="", reason="Not mine")
    assert services.debt_of(wallet.pk) == 6
    services.return_hold("boost:1")
    services.return_hold("boost:2")
    assert (services.debt_of(wallet.pk), services.spendable(wallet.pk)) == (0, 0)
    assert_books_balance()


def test_a_hold_counts_against_a_monthly_limit_and_a_return_restores_it(wallet, give, ben):
    give(40)
    place(wallet, 6, actor=ben, limit=10)
    with pytest.raises(OverTheLimit):
        place(wallet, 5, reference="boost:2", actor=ben, limit=10)
    with pytest.raises(OverTheLimit):
        services.raise_hold(B, to=11, actor=ben, limit=10)
    services.raise_hold(B, to=10, actor=ben, limit=10)
    assert limits.spent_this_month(wallet.pk, ben.pk) == 10
    services.return_hold(B)
    assert limits.spent_this_month(wallet.pk, ben.pk) == 0
    place(wallet, 7, reference="boost:3", actor=ben, limit=10)
    services.capture_hold("boost:3")
    assert limits.spent_by_person(wallet.pk)[ben.pk].month == 7
    assert_books_balance()


@pytest.mark.parametrize("table", ["hold", "holdpart", "holdend"])
@pytest.mark.parametrize("attack", ["UPDATE connects_{} SET id = id + 1000", "DELETE FROM connects_{}"])
def test_the_database_changes_nothing_of_a_hold(wallet, give, table, attack):
    give(10)
    place(wallet)
    services.capture_hold(B)
    with pytest.raises(DatabaseError, match="refuses"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack.format(table))
    assert_books_balance()


def test_the_database_ends_a_hold_once_and_knows_how(wallet, give):
    give(10)
    place(wallet)
    services.capture_hold(B)
    with pytest.raises(IntegrityError), transaction.atomic():
        HoldEnd.objects.create(hold=Hold.objects.get(), how="returned")
    place(wallet, 2, reference="boost:2")
    with pytest.raises(IntegrityError, match="hold_ends_captured_or_returned"), transaction.atomic():
        HoldEnd.objects.create(hold=Hold.objects.get(reference="boost:2"), how="lost")


def test_only_what_comes_back_names_what_it_reverses(wallet, give):
    give(10)
    held = place(wallet)
    wrong = {"wallet": wallet, "amount": 6, "balance_after": 10, "effective_at": clock.now()}
    with pytest.raises(IntegrityError, match="only_what_comes_back"), transaction.atomic():
        Transaction.objects.create(kind="return", reference="return:x", recorded_at=clock.now(), **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transaction.objects.create(
            kind="grant", reference="gift:x", recorded_at=clock.now(), reverses_id=held.id, **wrong
        )


@pytest.mark.parametrize(
    "lie",
    [
        "DELETE FROM connects_holdend",
        "UPDATE connects_transaction SET kind = 'refund' WHERE kind = 'return'",
        "DELETE FROM connects_holdpart",
    ],
)
def test_the_proof_misses_what_was_taken_away(wallet, give, lie):
    give(10)
    place(wallet)
    services.return_hold(B)
    with guards_lifted(), constraints_lifted(), connection.cursor() as cursor:
        cursor.execute(lie)
        with pytest.raises(AssertionError, match="held_is_captured_returned_or_open"):
            assert_books_balance()
