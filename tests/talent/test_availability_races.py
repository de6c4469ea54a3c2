"""The badge at the same instant, again and again on PostgreSQL. Each has a control: without the lock it fails."""

from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from django.db import models

from common import clock
from connects import booking, spending
from connects import services as connects
from connects.errors import NotEnoughConnects
from connects.proof import prove
from talent import availability, availability_sweep, services
from talent.models import Availability, AvailabilityWeek
from tests.books import assert_books_balance
from tests.races import ORDERS, ROUNDS, held_open, runners, unlocked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WEEK = timedelta(days=7)
numbers = count(1)


@pytest.fixture
def window(monkeypatch):
    monkeypatch.setattr(availability, "_held", held_open(availability._held))


@pytest.fixture
def no_lock(monkeypatch, window):
    monkeypatch.setattr(models.QuerySet, "select_for_update", unlocked)


@pytest.fixture
def no_wallet_lock(monkeypatch):
    monkeypatch.setattr(booking, "LOCK", "")
    monkeypatch.setattr(spending, "without_expired", held_open(spending.without_expired))


@pytest.fixture
def wearer(ben):
    services.open_profile(ben)
    return ben


def fund(person, number: int) -> None:
    """So many Connects in the wallet, and no badge yet."""
    AvailabilityWeek.objects.all().delete()
    Availability.objects.all().delete()
    if left := connects.balance_of(person):
        reference = f"adjust:{next(numbers)}"
        connects.adjust(person.wallet.pk, -left, reason="Next round", actor=None, reference=reference)
    ends = clock.now() + timedelta(days=90)
    reference = f"gift:{next(numbers)}"
    connects.grant(person.wallet.pk, number, source=connects.Source.JOINING, expires_at=ends, reference=reference)


def sweep(at):
    with clock.at(at):
        return availability_sweep.sweep_due(at)


def well(outcomes, *, may=()) -> bool:
    return all(not isinstance(each, Exception) or isinstance(each, may) for each in outcomes)


# --- switched on many times at once ---


def one_charge(threads, ben) -> bool:
    fund(ben, 30)
    outcomes = threads.together(*[partial(availability.switch_on, ben, maximum=7)] * 32)
    return well(outcomes) and connects.balance_of(ben) == 23 and AvailabilityWeek.objects.count() == 1


def test_switched_on_32_times_at_once_is_one_charge(wearer):
    with runners(32) as threads:
        assert all(one_charge(threads, wearer) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_it_is_not(no_lock, wearer):
    with runners(32) as threads:
        assert not all(one_charge(threads, wearer) for _ in range(ORDERS))


# --- on against off ---


def as_if_in_turn(threads, ben) -> bool:
    """Off and on again with another maximum: in either order the week is paid once and the new maximum stays."""
    fund(ben, 30)
    availability.switch_on(ben, maximum=7)
    outcomes = threads.together(partial(availability.switch_off, ben), partial(availability.switch_on, ben, maximum=9))
    row = Availability.objects.get()
    return well(outcomes) and row.maximum == 9 and connects.balance_of(ben) == 23 and row.is_on == (not row.off_why)


def test_on_against_off_ends_as_one_of_them_and_is_paid_once(window, wearer):
    with runners(2) as threads:
        assert all(as_if_in_turn(threads, wearer) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_one_overwrites_the_other(no_lock, wearer):
    with runners(2) as threads:
        assert not all(as_if_in_turn(threads, wearer) for _ in range(ORDERS))


# --- beside the sweep ---


def due_week_once(threads, ben, *acts) -> bool:
    """Whoever comes first: what was paid is worn out, and nothing is paid twice."""
    fund(ben, 30)
    row = availability.switch_on(ben, maximum=7)
    outcomes = threads.together(*[partial(sweep, row.paid_until)] * 3, *acts)
    paid = AvailabilityWeek.objects.order_by("-number").first()
    row.refresh_from_db()
    right = row.paid_until == paid.ends_at and connects.balance_of(ben) == 30 - 7 * paid.number
    return well(outcomes) and right and paid.number == (2 if row.is_on else paid.number) and paid.number <= 2


def test_three_sweeps_charge_a_week_once(window, wearer):
    with runners(3) as threads:
        assert all(due_week_once(threads, wearer) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_sweeps_get_into_each_others_way(no_lock, wearer):
    with runners(3) as threads:
        assert not all(due_week_once(threads, wearer) for _ in range(ORDERS))


def test_switching_off_beside_the_sweeps_loses_no_week(window, wearer):
    with runners(4) as threads:
        off = partial(availability.switch_off, wearer)
        assert all(due_week_once(threads, wearer, off) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_a_paid_week_is_lost(no_lock, wearer):
    with runners(4) as threads:
        off = partial(availability.switch_off, wearer)
        assert not all(due_week_once(threads, wearer, off) for _ in range(ORDERS))


# --- for the last Connects ---


def spend_all(ben):
    return connects.spend(ben.wallet.pk, 7, reference=f"proposal:{next(numbers)}")


def last_connects_once(threads, ben) -> bool:
    fund(ben, 7)
    on, spent = threads.together(partial(availability.switch_on, ben, maximum=7), partial(spend_all, ben))
    worn = isinstance(on, Availability)
    refused = spent if worn else on
    there = Availability.objects.on().count() == AvailabilityWeek.objects.count() == int(worn)
    return isinstance(refused, NotEnoughConnects) and there and connects.balance_of(ben) == 0


def test_the_last_connects_go_to_the_badge_or_to_the_proposal(wearer):
    with runners(2) as threads:
        assert all(last_connects_once(threads, wearer) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_wallets_lock_they_do_not(no_wallet_lock, wearer):
    with runners(2) as threads:
        assert not all(last_connects_once(threads, wearer) and prove().balanced for _ in range(ORDERS))


def renewed_or_off(threads, ben) -> bool:
    fund(ben, 14)
    row = availability.switch_on(ben, maximum=7)
    swept, spent = threads.together(partial(sweep, row.paid_until), partial(spend_all, ben))
    row.refresh_from_db()
    if row.is_on:
        right = isinstance(spent, NotEnoughConnects) and AvailabilityWeek.objects.count() == 2
    else:
        right = well([spent]) and row.off_why == "short" and AvailabilityWeek.objects.count() == 1
    return right and swept == 1 and connects.balance_of(ben) == 0


def test_a_proposal_for_the_last_connects_beside_the_sweep_keeps_it_on_or_switches_it_off(wearer):
    with runners(2) as threads:
        assert all(renewed_or_off(threads, wearer) for _ in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_wallets_lock_the_sweep_goes_wrong(no_wallet_lock, wearer):
    with runners(2) as threads:
        assert not all(renewed_or_off(threads, wearer) and prove().balanced for _ in range(ORDERS))
