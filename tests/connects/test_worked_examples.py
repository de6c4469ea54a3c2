"""The wallet told as stories: what happens to somebody's Connects, from the first to the last."""

from datetime import timedelta

from common import clock
from connects import expiry, periods, services
from connects.models import Lot, Source, WalletPolicy
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.connects.conftest import history, remaining


def at(days: float):
    return clock.at(MONDAY + timedelta(days=days))


def test_a_connect_goes_all_the_way_round(wallet, ben, olga):
    services.grant_once(ben, Source.JOINING)
    services.grant_once(ben, Source.PROFILE)
    services.credit_purchase(
        wallet.pk, 20, reference="purchase:1", cause="purchase:1", paid_minor=300, paid_currency="USD", actor=ben
    )
    services.spend(wallet.pk, 6, reference="proposal:1", cause="proposal:1", actor=ben)
    services.refund("proposal:1", reference="refund:proposal:1", cause="proposal:1", reason="The client cancelled.")
    services.adjust(wallet.pk, -5, reason="Granted by mistake", actor=olga, reference="adjust:1")
    assert history(wallet) == [
        ("grant", 40, 40),
        ("grant", 50, 90),
        ("purchase", 20, 110),
        ("spend", -6, 104),
        ("refund", 6, 110),
        ("adjust", -5, 105),
    ]
    assert services.balance_of(ben) == 105
    assert_books_balance()


def test_what_lapses_first_is_spent_first_and_comes_back_where_it_came_from(wallet, give):
    summer, spring, autumn = give(10, days=150), give(10, days=60), give(10, days=240)
    services.spend(wallet.pk, 14, reference="proposal:1")
    assert remaining(spring, summer, autumn) == [0, 6, 10]
    services.refund("proposal:1", reference="refund:proposal:1")
    assert remaining(spring, summer, autumn) == [10, 10, 10]
    assert_books_balance()


def test_a_refund_into_an_expired_lot_is_shown_and_lapses_at_once(wallet, give):
    lot = give(10, days=30)
    services.spend(wallet.pk, 6, reference="proposal:1")
    with at(31):
        services.refund("proposal:1", reference="refund:proposal:1")
        assert services.spendable(wallet.pk) == 0
    assert history(wallet)[2:] == [("expire", -4, 0), ("refund", 6, 6), ("expire", -6, 0)]
    lot.refresh_from_db()
    assert (lot.remaining, lot.lapses, lot.first_expires_at) == (0, 2, None)
    assert_books_balance()


def test_days_of_grace_let_a_refund_into_an_expired_lot_live_on(wallet, give):
    WalletPolicy.objects.update(refund_grace_days=7)
    lot = give(10, days=30)
    services.spend(wallet.pk, 6, reference="proposal:1")
    with at(31):
        services.refund("proposal:1", reference="refund:proposal:1")
        # What the lot still held when it expired has lapsed; what came back has a week.
        assert services.spendable(wallet.pk) == 6
        found = Lot.objects.get(pk=lot.pk)
        assert found.expires_at == MONDAY + timedelta(days=38)
        assert found.first_expires_at == MONDAY + timedelta(days=30)
    with at(38):
        assert services.spendable(wallet.pk) == 0
        assert expiry.expire(clock.now()) == 1
    assert history(wallet)[2:] == [("expire", -4, 0), ("refund", 6, 6), ("expire", -6, 0)]
    assert_books_balance()


def test_days_of_grace_give_nothing_to_a_lot_that_still_lives(wallet, give):
    WalletPolicy.objects.update(refund_grace_days=100)
    lot = give(10, days=30)
    services.spend(wallet.pk, 6, reference="proposal:1")
    services.refund("proposal:1", reference="refund:proposal:1")
    assert Lot.objects.get(pk=lot.pk).expires_at == MONDAY + timedelta(days=30)
    assert_books_balance()


def test_a_month_of_basic_is_used_or_lost(wallet):
    with clock.at(MONDAY.replace(month=4)):
        assert periods.begin(clock.now()) == 1
        services.spend(wallet.pk, 4, reference="proposal:1")
    with clock.at(MONDAY.replace(month=5)):
        periods.begin(clock.now())
        assert services.spendable(wallet.pk) == 10
    assert history(wallet) == [("grant", 10, 10), ("spend", -4, 6), ("expire", -6, 0), ("grant", 10, 10)]
    assert_books_balance()


def test_three_silent_months_are_caught_up_in_order_and_what_would_have_lapsed_lapses(wallet):
    with clock.at(MONDAY.replace(month=6, day=20)):
        assert periods.begin(clock.now()) == 3
        assert expiry.expire(clock.now()) == 0
        assert services.spendable(wallet.pk) == 10
    told = list(wallet.transactions.order_by("id").values_list("kind", "amount", "effective_at"))
    april, may, june = (MONDAY.replace(month=month) for month in (4, 5, 6))
    assert told == [
        ("grant", 10, april),
        ("expire", -10, may),
        ("grant", 10, may),
        ("expire", -10, june),
        ("grant", 10, june),
    ]
    assert_books_balance()
