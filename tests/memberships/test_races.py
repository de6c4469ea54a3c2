"""News of one membership at the same instant, on PostgreSQL: counted once, and never written over by older news."""

from contextlib import contextmanager
from datetime import timedelta
from threading import Event, get_ident

import pytest

from billing import stripe_gateway
from billing.memberships import following, holders, starting
from billing.memberships.errors import AlreadyMember
from billing.models import Invoice, Membership
from connects import services as connects
from tests.books import assert_books_balance
from tests.memberships.conftest import held
from tests.races import runners

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_same_news_eight_times_at_once_counts_once(desk, ben):
    with runners(8) as eight:
        row = desk.begin(ben)
        desk.pay(row)
        results = eight.together(*[lambda: starting.come_back(row.session_id)] * 8)
        assert all(isinstance(each, Membership) for each in results), results
    assert Invoice.objects.count() == 1
    assert held(ben) == 120
    assert_books_balance()


def test_a_renewal_told_eight_times_at_once_extends_once(desk, ben):
    row = desk.join(ben)
    desk.till.stripe.move_clock(int((row.paid_until + timedelta(hours=2)).timestamp()))
    with runners(8) as eight:
        results = eight.together(*[lambda: following.adopt(row.subscription_id)] * 8)
        assert all(isinstance(each, Membership) for each in results), results
    row.refresh_from_db()
    assert Invoice.objects.count() == 2
    assert connects.plan_of(ben.wallet.pk).paid_until == row.paid_until
    assert_books_balance()


def test_eight_clicks_at_once_open_one_checkout(desk, ben):
    holder = holders.own(ben)
    with runners(8) as eight:
        results = eight.together(*[lambda: starting.start(ben, holder, plan="plus", interval="month")] * 8)
        assert not [each for each in results if isinstance(each, Exception) and not isinstance(each, AlreadyMember)]
    row = Membership.objects.get()
    assert row.can_be_paid
    assert {each.session_id for each in results if isinstance(each, Membership)} == {row.session_id}


@contextmanager
def overtaken(row, then):
    """While this thread has asked Stripe and not yet written, `then` happens from the beginning to the end."""
    asked, me, held_up = stripe_gateway.paid_invoices, get_ident(), Event()

    def slow(*args, **kwargs):
        found = asked(*args, **kwargs)
        if get_ident() == me and not held_up.is_set():
            held_up.set()
            then()
        return found

    stripe_gateway.paid_invoices = slow
    try:
        yield
    finally:
        stripe_gateway.paid_invoices = asked


def upgrade_while_somebody_reads(desk, studio, ben) -> Membership:
    row = desk.join(ben, "agency", handle=studio.handle)
    with overtaken(row, lambda: desk.change(ben, "business", "month", handle=studio.handle)):
        following.follow(row.pk)
    row.refresh_from_db()
    return row


def test_an_answer_that_was_overtaken_is_asked_for_again(desk, studio, ben):
    row = upgrade_while_somebody_reads(desk, studio, ben)
    assert row.plan.code == "business"
    assert connects.plan_of(studio.wallet.pk).code == "business"
    assert held(studio) == 320
    assert_books_balance()


def test_without_the_revision_older_news_would_win(desk, studio, ben, monkeypatch):
    """The control: take away that the row is compared, and the upgrade is undone by what was read before it."""
    write = following._write

    def blind(seen, told, paid):
        seen.revision = Membership.objects.values_list("revision", flat=True).get(pk=seen.pk)
        return write(seen, told, paid)

    monkeypatch.setattr(following, "_write", blind)
    assert upgrade_while_somebody_reads(desk, studio, ben).plan.code == "agency"
