"""A payment that turns: what of its lot is revoked, what is owed, and what comes back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from connects import expiry, periods, services
from connects.errors import NoSuchLot, ReferenceReused
from connects.models import DebtEntry, Source, Wallet
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.connects.conftest import history
from tests.crowd import open_wallets


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


def test_what_lapsed_unused_is_neither_revoked_nor_owed(wallet, bought):
    services.spend(wallet.pk, 30, reference="proposal:1")
    with clock.at(MONDAY + timedelta(days=365)):
        assert services.lot_state("purchase:1").lapsed == 70
        assert services.foresee_claim("purchase:1", 80) == services.Claim(0, 10)
        assert claim(80) == services.Claim(0, 10)
        assert claim(100, 2) == services.Claim(0, 20)
    assert services.debt_of(wallet.pk) == 30
    assert_books_balance()


def test_a_dispute_won_after_the_lot_expired_shows_them_and_they_lapse(wallet, bought):
    freeze()
    with clock.at(MONDAY + timedelta(days=366)):
        assert expiry.expire(clock.now()) == 0
        assert unfreeze() == 100
        assert services.spendable(wallet.pk) == 0
    assert history(wallet) == [
        ("purchase", 100, 100),
        ("dispute", -100, 0),
        ("dispute", 100, 100),
        ("expire", -100, 0),
    ]
    assert_books_balance()


def test_of_two_disputes_both_must_end(wallet, bought):
    assert (freeze(1), freeze(2), freeze(2)) == (100, 0, 0)
    assert (unfreeze(1), unfreeze(1)) == (0, 0)
    assert figures() == (0, 100, 0, 0)
    assert unfreeze(2) == 100
    assert unfreeze(3) == 0
    assert_books_balance()


def test_a_claim_that_is_taken_back_leaves_a_disputed_lot_frozen(wallet, bought):
    claim(60)
    freeze()
    assert figures() == (0, 40, 60, 0)
    claim(0, 2)
    assert (figures(), services.spendable(wallet.pk)) == ((0, 100, 0, 0), 0)
    assert_books_balance()


def test_an_allowance_that_paid_a_debt_is_owed_itself_when_its_invoice_is_refunded(wallet, bought):
    """And gets back, first into its own debt, what it had paid when that first refund turns out to have failed."""
    services.spend(wallet.pk, 80, reference="proposal:1")
    claim(100)
    services.begin_plan(wallet.pk, "plus", at=MONDAY, paid_until=MONDAY + timedelta(days=31))
    assert (services.debt_of(wallet.pk), services.spendable(wallet.pk)) == (0, 20)
    [allowance] = services.allowances_between(wallet.pk, MONDAY, MONDAY + timedelta(days=31))
    about = {"cause": "invoice:1", "reason": "The month was refunded"}
    assert services.claim(allowance, 100, reference="refund:2", **about) == services.Claim(20, 80)
    assert (services.debt_of(wallet.pk), services.spendable(wallet.pk)) == (80, 0)
    claim(0, 3)
    assert (services.debt_of(wallet.pk), services.spendable(wallet.pk)) == (0, 20)
    assert_books_balance()


def test_the_oldest_debt_is_paid_first_lot_by_lot(wallet, ben, give):
    for number in (1, 2):
        services.credit_purchase(
            wallet.pk, 20, reference=f"purchase:{number}", cause="", paid_minor=300, paid_currency="USD", actor=ben
        )
    services.spend(wallet.pk, 40, reference="proposal:1")
    for number in (2, 1):
        services.claim(f"purchase:{number}", 20, reference=f"refund:{number}", cause="", reason="Asked for it")
    give(25)
    owed = [services.lot_state(f"purchase:{number}").owed for number in (1, 2)]
    assert (owed, services.spendable(wallet.pk)) == ([15, 0], 0)
    assert [entry.amount for entry in DebtEntry.objects.filter(why="paid").order_by("id")] == [-20, -5]
    assert_books_balance()


def test_refunds_and_adjustments_pay_no_debt(wallet, bought, give, olga):
    lot = give(6, days=30)
    services.spend(wallet.pk, 6 + 30, reference="proposal:1")
    claim(100)
    services.adjust(wallet.pk, 5, reason="Sorry", actor=olga, reference="adjust:1")
    assert (services.debt_of(wallet.pk), services.spendable(wallet.pk)) == (30, 5)
    services.refund("proposal:1", reference="refund:proposal:1")
    # What came out of the bought lot goes towards it; what came out of the other is back.
    lot.refresh_from_db()
    assert (services.debt_of(wallet.pk), lot.remaining) == (0, 6)
    assert_books_balance()


def test_three_hundred_who_owe_pay_with_one_months_perk_in_as_many_statements_as_one(db):
    def owing(number: int, first: int) -> None:
        wallets = open_wallets(number, at=MONDAY, first=first)[-number:]
        for wallet in wallets:
            bought = f"purchase:{wallet}"
            services.credit_purchase(
                wallet, 20, reference=bought, cause="", paid_minor=300, paid_currency="USD", actor=None
            )
            services.spend(wallet, 4 + wallet % 12, reference=f"proposal:{wallet}")
            services.claim(bought, 20, reference=f"refund:{wallet}", cause="", reason="Asked for it")

    def statements(month: int) -> int:
        with clock.at(MONDAY.replace(month=month)), CaptureQueriesContext(connection) as asked:
            periods.begin(clock.now())
        return len(asked)

    with clock.at(MONDAY):
        owing(1, 0)
    few = statements(4)
    with clock.at(MONDAY):
        owing(300, 1)
    assert statements(4) == few
    debts = {wallet.pk: wallet.debt for wallet in Wallet.objects.all()}
    assert debts == {wallet: max(0, 4 + wallet % 12 - 10) for wallet in debts}
    assert sum(debts.values())
    assert_books_balance()
