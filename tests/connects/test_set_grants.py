"""One grant for many wallets in one go: each once under its reference, debts first, suspects wait."""

from datetime import timedelta

import pytest

from common import clock
from connects import services
from connects.models import HeldGrant, Lot, Source, Transaction, Wallet
from tests.books import assert_books_balance
from tests.crowd import open_wallets

pytestmark = pytest.mark.django_db


def give(*gifts: tuple[int, str], connects: int = 20, lives_days: int = 90) -> services.Given:
    return services.grant_in_sets(gifts, connects, source=Source.CAMPAIGN, lives_days=lives_days, cause="campaign:7")


def test_each_gets_a_lot_of_its_own(wallet, cleo, monday):
    given = give((wallet.pk, "campaign:7:a"), (cleo.wallet.pk, "campaign:7:b"))
    assert (sorted(given.wallets), given.held) == (sorted([wallet.pk, cleo.wallet.pk]), [])
    for lot in Lot.objects.all():
        assert (lot.granted, lot.remaining, lot.source) == (20, 20, "campaign")
        assert lot.expires_at == monday + timedelta(days=90)
        assert (lot.opened_by.cause, lot.opened_by.effective_at) == ("campaign:7", monday)
    assert_books_balance()


def test_twice_is_once_and_only_what_is_new_is_given(wallet, cleo):
    give((wallet.pk, "campaign:7:a"))
    given = give((wallet.pk, "campaign:7:a"), (cleo.wallet.pk, "campaign:7:b"))
    assert given.wallets == [cleo.wallet.pk]
    assert Transaction.objects.count() == 2
    assert_books_balance()


def test_a_reference_is_for_one_wallet(wallet, cleo):
    give((wallet.pk, "campaign:7:a"))
    assert give((cleo.wallet.pk, "campaign:7:a")) == services.Given([], [])
    assert services.spendable(cleo.wallet.pk) == 0
    assert_books_balance()


def test_a_lot_that_ends_sooner_stays_the_next_to_end(wallet):
    lives = clock.now() + timedelta(days=5)
    services.grant(wallet.pk, 3, source=Source.JOINING, expires_at=lives, reference="joining:x")
    give((wallet.pk, "campaign:7:a"))
    wallet.refresh_from_db()
    assert (wallet.balance, wallet.next_expiry_at) == (23, lives)
    give((wallet.pk, "campaign:7:b"), lives_days=2)
    wallet.refresh_from_db()
    assert (wallet.balance, wallet.next_expiry_at) == (43, clock.now() + timedelta(days=2))
    assert_books_balance()


def test_suspects_wait_once_and_the_others_get_theirs(wallet, cleo):
    Wallet.objects.filter(pk=wallet.pk).update(held_since=clock.now())
    for _ in range(2):
        given = give((wallet.pk, "campaign:7:a"), (cleo.wallet.pk, "campaign:7:b"))
    assert given == services.Given([], [])
    assert HeldGrant.objects.get().wallet_id == wallet.pk
    assert services.spendable(cleo.wallet.pk) == 20
    Wallet.objects.filter(pk=wallet.pk).update(held_since=None)
    assert give((wallet.pk, "campaign:7:a")) == services.Given([], [])
    assert_books_balance()


def test_nobody_is_nothing(wallet):
    assert give() == services.Given([], [])


@pytest.mark.parametrize(("connects", "lives_days"), [(0, 9), (-1, 9), (5, 0)])
def test_nothing_cannot_be_given(wallet, connects, lives_days):
    with pytest.raises(ValueError, match="at least one"):
        give((wallet.pk, "campaign:7:a"), connects=connects, lives_days=lives_days)


def test_five_hundred_cost_as_many_statements_as_five(monday):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    wallets, costs = open_wallets(505, at=monday), []
    for some in (wallets[:5], wallets[5:]):
        with CaptureQueriesContext(connection) as queries:
            give(*((wallet, f"campaign:7:{wallet}") for wallet in some))
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert Lot.objects.count() == 505
    assert_books_balance()
