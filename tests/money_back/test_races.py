"""Everybody at once, on PostgreSQL: spending beside revocation, one refund told eight times. With their controls."""

from unittest import mock

import pytest

from billing import payments, refunds_told
from billing.models import Purchase, Refund
from connects import services as connects
from connects.errors import NotEnoughConnects
from tests.billing.conftest import balance
from tests.books import assert_books_balance
from tests.money_back.counter import charge_of, give_back, in_dashboard, news, paid, refunds_at_stripe, spent
from tests.races import FEWER, ROUNDS, runners

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def debt(person) -> int:
    return connects.debt_of(connects.wallet_of(person).pk)


def test_spending_beside_a_refund_is_revoked_or_owed_and_nothing_between(till, ben, olga):
    """Whoever comes first: what was spent is owed, what was not is revoked, and all 20 are accounted for."""
    with runners(3) as threads:
        for _ in range(ROUNDS):
            purchase = paid(till, ben)
            before = debt(ben)
            outcome = threads.together(
                lambda purchase=purchase: give_back(purchase, 300, by=olga),
                lambda: spent(ben, 7),
                lambda: spent(ben, 7),
            )
            assert isinstance(outcome[0], Refund), outcome[0]
            spends = [each for each in outcome[1:] if not isinstance(each, NotEnoughConnects)]
            assert all(isinstance(each, str) for each in spends), outcome
            assert (balance(ben), debt(ben) - before) == (0, 7 * len(spends))
    assert_books_balance()


def test_eight_clicks_of_one_form_give_back_once(till, ben, olga):
    with runners(8) as threads:
        for number in range(FEWER):
            purchase = paid(till, ben)
            key = f"{number:032x}"
            done = threads.together(
                *[lambda purchase=purchase, key=key: give_back(purchase, 100, by=olga, key=key)] * 8
            )
            assert {each.pk for each in done} == {done[0].pk}
            assert refunds_at_stripe(till, purchase) == [100]
    assert balance(ben) == FEWER * 13
    assert_books_balance()


def test_two_operators_do_not_give_back_more_than_was_paid(till, ben, olga, person):
    otto = person("Otto", is_staff=True, is_superuser=True)
    with runners(2) as threads:
        for _ in range(FEWER):
            purchase = paid(till, ben)
            threads.together(
                lambda purchase=purchase: give_back(purchase, 200, by=olga),
                lambda purchase=purchase: give_back(purchase, 200, by=otto),
            )
            assert refunds_at_stripe(till, purchase) == [200]
    assert_books_balance()


def test_one_refund_told_by_eight_events_at_once_is_booked_once(till, ben):
    with runners(8) as threads:
        for _ in range(FEWER):
            purchase = paid(till, ben)
            told = in_dashboard(till, purchase, amount=150)
            events = [
                news(till, "refund.created", told["id"]),
                news(till, "charge.refunded", charge_of(till, purchase)),
            ]
            acts = [lambda event=event: till.webhook(event).status_code for event in events * 4]
            assert set(threads.together(*acts)) == {200}
            assert Refund.objects.filter(purchase=purchase).count() == 1
    assert balance(ben) == FEWER * 10
    assert_books_balance()


def test_control_without_the_payments_lock_two_operators_give_back_too_much(till, ben, olga, person):
    """What keeps two refunds from both fitting: taken out, more is promised than was paid."""
    otto = person("Otto", is_staff=True, is_superuser=True)

    def unlocked(payment):
        return Purchase.objects.select_related("buyer").get(pk=payment.pk)

    purchase = paid(till, ben)
    with (
        runners(2) as threads,
        mock.patch.object(payments, "lock", unlocked),
        mock.patch.object(refunds_told, "_move", return_value=None),
    ):
        threads.together(
            lambda: give_back(purchase, 200, by=olga),
            lambda: give_back(purchase, 200, by=otto),
        )
    assert sum(Refund.objects.values_list("amount_minor", flat=True)) == 400
