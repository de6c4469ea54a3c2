"""Where the commits lie: the row before Stripe is asked, no transaction while it thinks, a crash after the ledger."""

import pytest
from django.db import transaction

from billing import checkout, fulfilment, receipts
from billing.models import Package, Purchase
from connects import services as connects
from tests.billing.conftest import balance
from tests.books import assert_books_balance


@pytest.mark.django_db(transaction=True)
def test_stripe_is_never_called_inside_a_transaction(till, ben):
    package = Package.objects.get(connects=20, region__currency="USD")
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside transactions"):
        checkout.start(ben, package_id=package.pk)
    purchase = till.buy(ben)
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside transactions"):
        fulfilment.fulfil(purchase.session_id)


@pytest.mark.django_db(transaction=True)
def test_the_row_outlives_a_process_that_dies_while_stripe_thinks(till, ben):
    till.stripe.control("faults", kind="lost-answer", match="POST /v1/checkout/sessions", count=2)
    till.choose(ben)
    left = Purchase.objects.get()
    assert (left.session_id, left.status) == (None, Purchase.Status.OPEN)
    assert till.buy(ben).pk == left.pk
    assert_books_balance()


class Crash(BaseException):
    """The process is gone: nothing may catch it."""


@pytest.mark.django_db(transaction=True)
def test_a_crash_after_the_ledger_write_undoes_it_and_the_next_try_books_once(till, ben, monkeypatch):
    purchase = till.buy(ben)
    till.pay(purchase)

    def die(_: Purchase) -> None:
        assert balance(ben) == 20
        raise Crash

    monkeypatch.setattr(receipts, "send", die)
    with pytest.raises(Crash):
        fulfilment.fulfil(purchase.session_id)
    assert balance(ben) == 0
    monkeypatch.undo()
    assert till.webhook(till.events(purchase, "completed")[0]).status_code == 200
    till.come_back(ben, purchase)
    assert balance(ben) == 20
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_a_ledger_that_was_written_before_is_not_written_again(till, ben):
    """As if the books had been committed and our own row had not: the reference alone keeps it to once."""
    purchase = till.buy(ben)
    till.pay(purchase)
    connects.credit_purchase(
        purchase.wallet_id,
        20,
        reference=purchase.reference,
        cause=purchase.reference,
        paid_minor=300,
        paid_currency="USD",
        actor=ben,
    )
    till.come_back(ben, purchase)
    purchase.refresh_from_db()
    assert (purchase.status, balance(ben)) == (Purchase.Status.PAID, 20)
    assert_books_balance()
