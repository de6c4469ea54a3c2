"""What a membership's payer pays at the instant of closing the account, on PostgreSQL: kept or given back, never both.

Stripe answers at once here (instant_stripe).
"""

from dataclasses import replace
from itertools import count

import pytest
from django.db.models import QuerySet

from accounts.privacy import closing
from billing.memberships import booking, following, starting
from billing.models import Invoice, Membership, Refund
from common import clock
from connects import services as connects
from tests.books import assert_books_balance
from tests.memberships.instant_stripe import InstantStripe
from tests.races import ROUNDS, runners

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
numbers = count(1)
Status = Membership.Status


@pytest.fixture
def stripe(monkeypatch) -> InstantStripe:
    return InstantStripe(monkeypatch)


@pytest.fixture
def begun(stripe, person):
    """A membership that has been paid, and of which we have not heard yet."""
    return lambda: stripe.begun(person(f"Gina{next(numbers)}", freelancer=True), "plus", at=clock.now())


def test_news_of_the_payment_beside_closing_the_account_has_one_end(stripe, begun):
    with runners(2) as two:
        for _ in range(ROUNDS):
            row = begun()
            who = row.payer
            news, closed = two.together(
                lambda row=row: starting.come_back(row.session_id), lambda who=who: closing.close(who, by=who)
            )
            assert closed.finished_at, news
            row.refresh_from_db()
            [invoice] = row.invoices.all()
            given_back = Refund.objects.filter(invoice=invoice).count()
            # Begun and ended, as a membership is that runs; or never begun, and the money goes back.
            assert (row.status, given_back) in [(Status.ENDED, 0), (Status.ABANDONED, 1)]
            assert stripe.subscriptions[row.subscription_id].status == "canceled"
            assert connects.plan_of(row.wallet_id).code == "basic"
            assert connects.spendable(row.wallet_id) == (0 if given_back else 120)
    assert_books_balance()


def test_late_news_eight_times_at_once_goes_back_once(stripe, begun):
    with runners(8) as eight:
        for _ in range(ROUNDS):
            row = begun()
            closing._begin(row.payer, row.payer, "")
            results = eight.together(*[lambda row=row: starting.come_back(row.session_id)] * 8)
            assert all(isinstance(each, Membership) for each in results), results
            assert (row.invoices.count(), Refund.objects.filter(invoice__membership=row).count()) == (1, 1)
    assert_books_balance()


def test_control_without_lock_and_constraint_late_news_goes_back_more_than_once(stripe, begun, monkeypatch):
    keep = booking._keep

    def under_an_id_of_its_own(row, paid):
        return keep(row, replace(paid, id=f"{paid.id}:{next(numbers)}"))

    row = begun()
    starting_at = row.subscription_id or next(iter(stripe.subscriptions))
    Membership.objects.filter(pk=row.pk).update(subscription_id=starting_at)
    closing._begin(row.payer, row.payer, "")
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **said: self)
    monkeypatch.setattr(booking, "_keep", under_an_id_of_its_own)
    with runners(8) as eight:
        eight.together(*[lambda: following.adopt(starting_at)] * 8)
    assert Invoice.objects.count() > 1
    assert Refund.objects.count() > 1
