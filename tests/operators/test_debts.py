"""Operators find who owes, why, and what became of a lot's payment."""

import pytest
from django.urls import reverse

from connects import services
from connects.models import Lot
from tests.books import assert_books_balance


@pytest.fixture
def lot(client, ben, olga) -> Lot:
    """Ben owes 12 for a lot whose money went back, and his bank disputes the rest."""
    client.force_login(olga)
    services.credit_purchase(
        ben.wallet.pk, 40, reference="purchase:7", cause="", paid_minor=600, paid_currency="USD", actor=ben
    )
    services.spend(ben.wallet.pk, 12, reference="proposal:1")
    services.claim("purchase:7", 40, reference="refund:1", cause="", reason="Bought by mistake", actor=olga)
    services.freeze("purchase:7", reference="dispute:1", cause="", reason="Never heard of it")
    return Lot.objects.get()


def test_the_lot_tells_the_news_of_its_payment(client, lot):
    page = client.get(reverse("admin:connects_lot_change", args=[lot.pk])).content.decode()
    for words in ("Money given back", "Bought by mistake", "Never heard of it", "Spent before its payment went back"):
        assert words in page
    assert_books_balance()


def test_wallets_that_owe_can_be_asked_for(client, lot, cleo):
    page = client.get(reverse("admin:connects_wallet_changelist"), {"debt": "yes"}).content.decode()
    assert "Ben" in page
    assert "Cleo" not in page
    ledger = client.get(reverse("admin:connects_wallet_ledger", args=[lot.wallet_id])).content.decode()
    assert "<strong>12</strong> are owed" in ledger


def test_debts_are_listed_and_nobody_writes_them(client, lot):
    page = client.get(reverse("admin:connects_debtentry_changelist"))
    assert "Spent before its payment went back" in page.content.decode()
    assert client.get(reverse("admin:connects_debtentry_add")).status_code == 403
