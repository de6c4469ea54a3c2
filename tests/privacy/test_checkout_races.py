"""Starting a checkout at the same instant as closing the account: no page stays open on which somebody gone could pay.

Stripe answers at once here: what is raced for is ours.
"""

from contextlib import suppress
from dataclasses import replace
from itertools import count

import pytest

from accounts.models import User
from accounts.privacy import closing
from accounts.trust import standing
from accounts.trust.errors import NotAllowedNow
from billing import checkout, stripe_gateway
from billing.errors import PaymentsUnavailable
from billing.memberships import holders, starting
from billing.models import Membership, Package, Purchase
from billing.stripe_gateway import Session
from connects import services as connects
from tests.billing.conftest import list_prices_only
from tests.books import assert_books_balance
from tests.memberships.instant_stripe import InstantStripe
from tests.races import ORDERS, ROUNDS, held_open, runners

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
numbers = count(1)


class Counter:
    """Stripe's checkouts of purchases."""

    def __init__(self, monkeypatch) -> None:
        self.sessions: dict[str, Session] = {}
        monkeypatch.setattr(stripe_gateway, "create_session", self._open)
        monkeypatch.setattr(stripe_gateway, "session", lambda id: self.sessions[id])
        monkeypatch.setattr(stripe_gateway, "expire", self._expire)

    def _open(self, order, *, idempotency_key):
        id = f"cs_test_{idempotency_key}"
        made = Session(
            **{"id": id, "url": f"https://checkout.stripe.com/c/pay/{id}", "status": "open", "mode": "payment"},
            **{"payment_status": "unpaid", "payment": "", "payment_intent": "", "failure": "", "paid_with": ""},
            **{"key": order.key, "number": order.number, "live": False, "amount_minor": order.list_minor},
            **{"tax_minor": 0, "currency": order.currency, "given_back": False},
        )
        return self.sessions.setdefault(id, made)

    def _expire(self, id):
        self.sessions[id] = replace(self.sessions[id], status="expired")


@pytest.fixture
def two():
    with runners(2) as pair:
        yield pair


@pytest.fixture
def buys(monkeypatch):
    """Buys Connects; the checkouts at Stripe."""
    list_prices_only()
    till = Counter(monkeypatch)
    package = Package.objects.get(connects=20, region__currency="USD")
    return till.sessions, lambda who: checkout.start(who, package_id=package.pk)


@pytest.fixture
def joins(monkeypatch):
    """Begins a membership; the checkouts at Stripe."""
    stripe = InstantStripe(monkeypatch)
    return stripe.sessions, lambda who: starting.start(who, holders.own(who), plan="plus", interval="month")


@pytest.fixture(params=["buys", "joins"])
def start(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def without_the_lock(monkeypatch):
    """It sees that the buyer is there, and holds nobody."""

    def look(*people):
        if User.objects.filter(pk__in=[each.pk for each in people], closed_at__isnull=False).exists():
            raise NotAllowedNow

    monkeypatch.setattr(standing, "check_there", held_open(look))


def _left_open(two, person, start, rounds):
    """Returns how many checkouts can be paid for somebody who has gone."""
    sessions, begin = start
    for _ in range(rounds):
        who = person(f"Dora{next(numbers)}", freelancer=True)
        connects.open_wallet(person=who)
        started, closed = two.together(lambda who=who: begin(who), lambda who=who: closing.close(who, by=who))
        assert closed.finished_at
        assert not isinstance(started, Exception) or isinstance(started, (NotAllowedNow, PaymentsUnavailable))
    rows = [*Purchase.objects.filter(status="open"), *Membership.objects.filter(status="starting")]
    return len(rows) + sum(each.status == "open" for each in sessions.values())


def test_starting_and_closing_have_one_winner(two, person, start):
    assert _left_open(two, person, start, ROUNDS) == 0
    assert_books_balance()


def test_control_without_the_lock_a_page_stays_open(two, person, start, without_the_lock):
    """The checkout begins behind the back of who is leaving, after closing had looked for one."""
    assert _left_open(two, person, start, ORDERS) > 0


def test_started_too_late_it_is_refused(person, start):
    sessions, begin = start
    who = person("Dora", freelancer=True)
    connects.open_wallet(person=who)
    closing.close(who, by=who)
    with pytest.raises(NotAllowedNow):
        begin(who)
    assert not sessions


def test_closed_before_stripe_has_answered_its_page_is_closed_at_once(person, start, monkeypatch):
    """The row was written in time, and given up before Stripe's page was there."""
    sessions, begin = start
    who = person("Dora", freelancer=True)
    connects.open_wallet(person=who)
    for name in ("create_session", "create_membership_session"):
        opened = getattr(stripe_gateway, name)

        def late(*said, opened=opened, **more):
            closing.close(who, by=who)
            return opened(*said, **more)

        monkeypatch.setattr(stripe_gateway, name, late)
    with suppress(PaymentsUnavailable):
        begin(who)
    assert [each.status for each in sessions.values()] == ["expired"]
    assert not Purchase.objects.filter(status="open").exists()
    assert not Membership.objects.live().exists()
