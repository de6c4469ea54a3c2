"""Every verb under one reference: the second time answers with the first, and another content is refused."""

from datetime import timedelta

import pytest

from common import clock
from connects import services
from connects.errors import NoSuchSpend, NotEnoughConnects, ReferenceReused
from connects.models import Source, Transaction
from tests.books import assert_books_balance


def grant(wallet, connects=10, *, reference="gift:again", source=Source.JOINING, cause=""):
    lives = clock.now() + timedelta(days=30)
    return services.grant(wallet.pk, connects, source=source, expires_at=lives, reference=reference, cause=cause)


def test_a_grant(wallet):
    first, second = grant(wallet), grant(wallet)
    assert (second.id, second.again, services.spendable(wallet.pk)) == (first.id, True, 10)
    assert_books_balance()


def test_a_spend_even_once_the_wallet_is_empty(wallet, give):
    give(6)
    first = services.spend(wallet.pk, 6, reference="proposal:1")
    second = services.spend(wallet.pk, 6, reference="proposal:1")
    assert (second.id, second.again, second.balance_after) == (first.id, True, 0)
    assert_books_balance()


def test_a_refund_under_its_reference_or_another(wallet, give):
    give(6)
    services.spend(wallet.pk, 6, reference="proposal:1")
    first = services.refund("proposal:1", reference="refund:proposal:1")
    assert services.refund("proposal:1", reference="refund:proposal:1").id == first.id
    other = services.refund("proposal:1", reference="refund:by-hand-1", reason="Asked for by ticket")
    assert (other.id, other.again, other.reference) == (first.id, True, "refund:proposal:1")
    assert services.spendable(wallet.pk) == 6
    assert_books_balance()


def test_an_adjustment(wallet, give, olga):
    give(10)
    for _ in range(2):
        services.adjust(wallet.pk, 5, reason="Sorry", actor=olga, reference="adjust:1")
        services.adjust(wallet.pk, -15, reason="Not sorry", actor=olga, reference="adjust:2")
    assert services.spendable(wallet.pk) == 0
    assert Transaction.objects.count() == 3
    assert_books_balance()


def test_a_wallet(ben):
    assert services.open_wallet(person=ben).pk == services.open_wallet(person=ben).pk


@pytest.mark.parametrize(
    "another",
    [
        lambda wallet: grant(wallet, 11),
        lambda wallet: grant(wallet, source=Source.PROFILE),
        lambda wallet: grant(wallet, cause="purchase:9"),
        lambda wallet: services.spend(wallet.pk, 10, reference="gift:again"),
        lambda wallet: services.adjust(wallet.pk, 10, reason="Why not", actor=None, reference="gift:again"),
    ],
    ids=["another-amount", "another-source", "another-cause", "another-kind", "an-adjustment"],
)
def test_something_else_under_a_reference_is_refused(wallet, another):
    grant(wallet)
    with pytest.raises(ReferenceReused):
        another(wallet)
    assert services.spendable(wallet.pk) == 10
    assert_books_balance()


def test_one_reference_for_two_wallets_is_refused(wallet, cleo):
    grant(wallet)
    with pytest.raises(ReferenceReused):
        grant(cleo.wallet)
    assert_books_balance()


def test_a_refused_verb_leaves_the_callers_transaction_usable(wallet, give):
    """The tests' own transaction is the caller's here: after each refusal it goes on."""
    give(6)
    with pytest.raises(NotEnoughConnects) as short:
        services.spend(wallet.pk, 10, reference="proposal:1")
    assert (short.value.needed, short.value.available, short.value.missing) == (10, 6, 4)
    with pytest.raises(NoSuchSpend):
        services.refund("proposal:1", reference="refund:proposal:1")
    services.spend(wallet.pk, 6, reference="proposal:1")
    assert_books_balance()


@pytest.mark.parametrize("reference", ["", "proposal", ":1", "proposal:", "proposal:" + "1" * 120])
def test_a_reference_without_form_is_refused(wallet, give, reference):
    give(6)
    with pytest.raises(ValueError, match="kind:number"):
        services.spend(wallet.pk, 6, reference=reference)
    assert_books_balance()


@pytest.mark.parametrize("connects", [0, -3])
def test_nothing_can_be_spent_or_granted(wallet, give, connects):
    give(6)
    with pytest.raises(ValueError, match="positive"):
        services.spend(wallet.pk, connects, reference="proposal:1")
    with pytest.raises(ValueError, match="at least one"):
        grant(wallet, connects)
    assert_books_balance()


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_operator_says_why(wallet, give, reason):
    lot = give(6)
    with pytest.raises(ValueError, match="Say why"):
        services.adjust(wallet.pk, 1, reason=reason, actor=None, reference="adjust:1")
    with pytest.raises(ValueError, match="Say why"):
        services.claim(lot.opened_by.reference, 1, reference="refund:1", cause="", reason=reason)


def test_an_expired_lot_counts_for_nothing_before_its_sweep(wallet, give):
    give(6, days=1)
    with clock.at(clock.now() + timedelta(days=1)):
        assert services.spendable(wallet.pk) == 0
        with pytest.raises(NotEnoughConnects) as short:
            services.spend(wallet.pk, 1, reference="proposal:1")
        assert short.value.available == 0
    assert_books_balance()


def test_a_spend_of_few_round_trips(wallet, give, django_assert_num_queries):
    give(10, days=30)
    give(10, days=60)
    from django.db import connection  # noqa: PLC0415

    # Hold and book; SQLite, which has no round trips, writes step by step.
    with django_assert_num_queries(2 if connection.vendor == "postgresql" else 7):
        services.spend(wallet.pk, 14, reference="proposal:1")
    assert_books_balance()
