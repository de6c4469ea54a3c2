"""A payment that turns: what of its lot is revoked, what is owed, and what comes back."""

import pytest

from connects import services
from connects.errors import NoSuchLot, ReferenceReused
from connects.models import Source
from tests.books import assert_books_balance
from tests.connects.conftest import history


@pytest.fixture
def bought(wallet, ben):
    """A lot of 100 that Ben paid for, under `purchase:1`."""
    services.credit_purchase(
        wallet.pk, 100, reference="purchase:1", cause="purchase:1", paid_minor=1400, paid_currency="USD", actor=ben
    )
    return wallet.lots.get(source=Source.PURCHASE)


def claim(total, number=1):
    return services.claim("purchase:1", total, reference=f"refund:{number}", cause="purchase:1", reason="Asked for it")


def figures():
    state = services.lot_state("purchase:1")
    return state.remaining, state.frozen, state.claimed, state.owed


def test_a_whole_refund_revokes_what_is_left_and_the_spent_part_is_owed(wallet, bought):
    services.spend(wallet.pk, 30, reference="proposal:1")
    assert services.foresee_claim("purchase:1", 100) == services.Claim(70, 30)
    assert claim(100) == services.Claim(70, 30)
    assert figures() == (0, 0, 100, 30)
    assert services.debt_of(wallet.pk) == 30
    assert_books_balance()


def test_a_later_grant_pays_and_a_purchase_does_not(wallet, bought, give, ben):
    services.spend(wallet.pk, 30, reference="proposal:1")
    claim(100)
    services.credit_purchase(
        wallet.pk, 10, reference="purchase:2", cause="purchase:2", paid_minor=150, paid_currency="USD", actor=ben
    )
    assert services.debt_of(wallet.pk) == 30
    give(20)
    assert (services.debt_of(wallet.pk), services.spendable(wallet.pk)) == (10, 10)
    give(20)
    assert (services.debt_of(wallet.pk), services.spendable(wallet.pk)) == (0, 20)
    assert history(wallet)[-4:] == [("grant", 20, 30), ("revoke", -20, 10), ("grant", 20, 30), ("revoke", -10, 20)]
    assert_books_balance()


def test_a_refund_of_the_spend_lessens_the_debt(wallet, bought):
    services.spend(wallet.pk, 30, reference="proposal:1")
    claim(100)
    services.refund("proposal:1", reference="refund:proposal:1")
    assert (services.debt_of(wallet.pk), services.spendable(wallet.pk)) == (0, 0)
    assert_books_balance()


def test_a_failed_refund_gives_everything_back_even_what_grants_had_paid(wallet, bought, give):
    services.spend(wallet.pk, 30, reference="proposal:1")
    claim(100)
    free = give(20)
    assert claim(0, 2) == services.Claim(-90, -10)
    free.refresh_from_db()
    assert (free.remaining, figures(), services.debt_of(wallet.pk)) == (20, (70, 0, 0, 0), 0)
    assert_books_balance()


def test_the_same_news_twice_counts_once(wallet, bought):
    assert not claim(40).again
    assert claim(40).again
    assert claim(40, 2).again
    with pytest.raises(ReferenceReused):
        claim(50)
    with pytest.raises(NoSuchLot):
        services.claim("purchase:9", 1, reference="refund:1", cause="", reason="None")
    assert figures() == (60, 0, 40, 0)
    assert_books_balance()


def freeze(number=1):
    return services.freeze("purchase:1", reference=f"dispute:{number}", cause="purchase:1", reason="Disputed")


def unfreeze(number=1):
    return services.unfreeze("purchase:1", reference=f"dispute:{number}", cause="purchase:1", reason="Won")


def test_a_dispute_freezes_also_what_comes_back_and_winning_returns_all(wallet, bought):
    services.spend(wallet.pk, 30, reference="proposal:1")
    assert freeze() == 70
    services.refund("proposal:1", reference="refund:proposal:1")
    assert (figures(), services.spendable(wallet.pk)) == ((0, 100, 0, 0), 0)
    assert unfreeze() == 100
    assert figures() == (100, 0, 0, 0)
    assert_books_balance()


def test_losing_beside_a_refund_takes_back_once(wallet, bought):
    services.spend(wallet.pk, 30, reference="proposal:1")
    freeze()
    claim(40)
    assert figures() == (0, 30, 40, 0)
    claim(100, 2)
    unfreeze()
    assert (figures(), services.debt_of(wallet.pk)) == ((0, 0, 100, 30), 30)
    assert_books_balance()
