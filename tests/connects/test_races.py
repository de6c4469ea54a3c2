"""Everybody at once, on PostgreSQL: fifty times each, and then with the lock taken out, where it must go wrong."""

from datetime import timedelta
from itertools import count

import pytest

from common import clock
from connects import booking, expiry, services, sweeping
from connects.errors import NotEnoughConnects
from connects.models import Source, Transaction
from connects.proof import prove
from tests.books import assert_books_balance
from tests.races import ORDERS, REPEATS, runners

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
numbers = count(1)


@pytest.fixture
def wallets(ben, cleo):
    return ben.wallet, cleo.wallet


@pytest.fixture
def lock_taken_out(monkeypatch):
    """The wallet is read, but not held."""
    monkeypatch.setattr(booking, "LOCK", "")


def fill(wallet, connects: int, **lives) -> None:
    services.grant(
        wallet.pk,
        connects,
        source=Source.JOINING,
        expires_at=clock.now() + timedelta(**(lives or {"days": 30})),
        reference=f"gift:{next(numbers)}",
    )


def empty(wallet) -> None:
    if left := services.spendable(wallet.pk):
        services.adjust(wallet.pk, -left, reason="Next round", actor=None, reference=f"adjust:{next(numbers)}")


def thirty_two_spends(runners, wallet) -> list:
    """Six Connects each, with thirty-three there: enough for five."""
    empty(wallet)
    fill(wallet, 13)
    fill(wallet, 20, days=60)
    first = next(numbers)
    return runners.together(
        *(lambda i=i: services.spend(wallet.pk, 6, reference=f"proposal:{first}-{i}") for i in range(32))
    )


def test_of_32_spends_with_funds_for_5_exactly_5_succeed(wallets):
    with runners(32) as together:
        for _ in range(REPEATS):
            outcomes = thirty_two_spends(together, wallets[0])
            assert sum(isinstance(outcome, services.Booking) for outcome in outcomes) == 5
            short = [outcome for outcome in outcomes if isinstance(outcome, NotEnoughConnects)]
            assert [(s.needed, s.available, s.missing) for s in short] == [(6, 3, 3)] * 27
            assert services.spendable(wallets[0].pk) == 3
    assert_books_balance()


def test_control_without_the_lock_32_spends_go_wrong(wallets, lock_taken_out):
    with runners(32) as together:
        assert any(_went_wrong(thirty_two_spends(together, wallets[0])) for _ in range(ORDERS))


def _went_wrong(outcomes: list) -> bool:
    succeeded = sum(isinstance(outcome, services.Booking) for outcome in outcomes)
    clean = sum(isinstance(outcome, NotEnoughConnects) for outcome in outcomes)
    return (succeeded, clean) != (5, 27) or not prove().balanced


def refund_twice(runners, wallet, *, same: bool) -> list:
    fill(wallet, 10)
    spent = f"proposal:{next(numbers)}"
    services.spend(wallet.pk, 10, reference=spent)
    acts = []
    for i in range(2):
        reference = f"refund:{spent}" if same else f"refund:{spent}-{i}"
        acts.append(lambda reference=reference: services.refund(spent, reference=reference))
    return runners.together(*acts)


@pytest.mark.parametrize("same", [True, False], ids=["under-one-reference", "under-two-references"])
def test_a_spend_refunded_twice_at_once_comes_back_once(wallets, same):
    with runners(2) as together:
        for _ in range(REPEATS):
            first, second = refund_twice(together, wallets[0], same=same)
            assert sorted([first.again, second.again]) == [False, True]
            assert first.id == second.id
    assert services.spendable(wallets[0].pk) == 10 * REPEATS
    assert_books_balance()


def test_control_without_the_lock_refunds_beside_spends_go_wrong(wallets, lock_taken_out):
    """Two refunds alone are told apart by the unique keys; what the lock adds is the balance beside other bookings."""
    wallet = wallets[0]
    with runners(4) as together:
        for _ in range(ORDERS):
            fill(wallet, 40)
            spent = [f"proposal:{next(numbers)}" for _ in range(4)]
            for reference in spent:
                services.spend(wallet.pk, 5, reference=reference)
            outcomes = together.together(*(lambda r=r: services.refund(r, reference=f"refund:{r}") for r in spent))
            if not prove().balanced or any(isinstance(outcome, Exception) for outcome in outcomes):
                return
    pytest.fail("nothing went wrong without the lock")


def test_many_refunds_into_one_wallet_at_once_all_arrive(wallets):
    wallet = wallets[0]
    with runners(4) as together:
        for _ in range(REPEATS):
            fill(wallet, 40)
            spent = [f"proposal:{next(numbers)}" for _ in range(4)]
            for reference in spent:
                services.spend(wallet.pk, 5, reference=reference)
            outcomes = together.together(*(lambda r=r: services.refund(r, reference=f"refund:{r}") for r in spent))
            assert [outcome.again for outcome in outcomes] == [False] * 4
    assert_books_balance()


def spend_beside_the_sweep(runners, wallet) -> list:
    """Ten Connects, of which four have just expired: a spend of six fits, whoever books the expiry."""
    empty(wallet)
    fill(wallet, 4, days=1)
    fill(wallet, 6, days=60)
    later = clock.now() + timedelta(days=2)

    def spend():
        with clock.at(later):
            return services.spend(wallet.pk, 6, reference=f"proposal:{next(numbers)}")

    outcomes = runners.together(spend, lambda: expiry.expire(later), spend, lambda: expiry.expire(later))
    return [outcomes[0], outcomes[2], outcomes[1], outcomes[3]]


def test_a_spend_beside_two_expiry_sweeps_books_each_expiry_once(wallets):
    with runners(4) as together:
        for _ in range(REPEATS):
            first, second, *swept = spend_beside_the_sweep(together, wallets[0])
            assert sorted(type(outcome).__name__ for outcome in (first, second)) == ["Booking", "NotEnoughConnects"]
            assert sum(swept) in (0, 1)
    assert Transaction.objects.filter(kind="expire").count() == REPEATS
    assert_books_balance()


def test_control_without_the_locks_the_sweep_and_the_spend_go_wrong(wallets, lock_taken_out, monkeypatch):
    monkeypatch.setattr(sweeping, "LOCK", "")
    monkeypatch.setattr(sweeping, "LOCK_FREE", "")
    with runners(4) as together:
        for _ in range(ORDERS):
            outcomes = spend_beside_the_sweep(together, wallets[0])
            kinds = sorted(type(outcome).__name__ for outcome in outcomes[:2])
            if kinds != ["Booking", "NotEnoughConnects"] or not prove().balanced:
                return
            if any(isinstance(outcome, Exception) for outcome in outcomes[2:]):
                return
    pytest.fail("nothing went wrong without the locks")


def grant_twice(runners, *wallets) -> list:
    reference, expires_at = f"gift:{next(numbers)}", clock.now() + timedelta(days=30)
    return runners.together(
        *(
            lambda wallet=wallet: services.grant(
                wallet.pk, 10, source=Source.JOINING, expires_at=expires_at, reference=reference
            )
            for wallet in wallets
        )
    )


def test_a_grant_booked_eight_times_at_once_gives_once(wallets):
    with runners(8) as together:
        for _ in range(REPEATS):
            bookings = grant_twice(together, *[wallets[0]] * 8)
            assert sorted(booking.again for booking in bookings) == [False] + [True] * 7
            assert len({booking.id for booking in bookings}) == 1
    assert services.spendable(wallets[0].pk) == 10 * REPEATS
    assert_books_balance()


def test_one_reference_for_two_wallets_at_once_is_refused_to_one(wallets):
    with runners(2) as together:
        for _ in range(REPEATS):
            outcomes = grant_twice(together, *wallets)
            assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Booking", "ReferenceReused"]
    assert_books_balance()


def test_control_without_the_unique_key_a_grant_gives_more_than_once(wallets, monkeypatch):
    """The unique reference is this race's guard, beside the lock: with both out, the same grant is given again."""
    from django.db import connection  # noqa: PLC0415

    monkeypatch.setattr(booking, "LOCK", "")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE connects_transaction DROP CONSTRAINT reference_books_once")
    try:
        with runners(8) as together:
            twice = any(
                sum(not getattr(o, "again", True) for o in grant_twice(together, *[wallets[0]] * 8)) != 1
                for _ in range(ORDERS)
            )
        assert twice
        assert "reference_books_once" in prove().counts
    finally:
        # The duplicates go with the flush; the key comes back first, so they go now.
        from tests.database import guards_lifted  # noqa: PLC0415

        with guards_lifted(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE connects_transaction CASCADE")
            cursor.execute("ALTER TABLE connects_transaction ADD CONSTRAINT reference_books_once UNIQUE (reference)")
