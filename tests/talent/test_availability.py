"""The availability badge: what a week costs Ben, when it goes off, and what he is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from common import clock, policies
from common.models import Notice
from connects import services as connects
from connects.errors import NotEnoughConnects
from connects.history import lines, movements
from connects.services import Source
from talent import availability, availability_sweep, services
from talent.errors import AboveMaximum, NotShown
from talent.models import Availability, AvailabilityPolicy, AvailabilityWeek
from tests.books import assert_books_balance
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture(autouse=True)
def on_monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture(autouse=True)
def balanced(db):
    yield
    assert_books_balance()


def fund(person, number: int, reference: str = "gift:1") -> None:
    lives = MONDAY + timedelta(days=365)
    connects.grant(person.wallet.pk, number, source=Source.JOINING, expires_at=lives, reference=reference)


@pytest.fixture
def wearer(ben, profile):
    """Ben, with 30 Connects."""
    fund(ben, 30)
    return ben


def sweep(at):
    with clock.at(at):
        return availability_sweep.sweep_due(at)


def row_of(person) -> Availability:
    return Availability.objects.get(profile__person=person)


def raise_price(olga, price: int, at=MONDAY):
    with clock.at(at):
        policies.change(AvailabilityPolicy.objects.get(), actor=olga, reason="Much asked for", price=price)


def notices(person, kind) -> list[str]:
    return list(Notice.objects.filter(person=person, kind=kind).order_by("id").values_list("text", flat=True))


# --- on and off ---


def test_switching_on_costs_a_week(wearer):
    row = availability.switch_on(wearer, maximum=7)
    assert (row.is_on, row.price, row.paid_until) == (True, 7, MONDAY + WEEK)
    assert connects.balance_of(wearer) == 23


def test_switched_on_twice_it_is_paid_once_and_the_maximum_changes(wearer):
    availability.switch_on(wearer, maximum=7)
    availability.switch_on(wearer, maximum=12)
    assert connects.balance_of(wearer) == 23
    assert row_of(wearer).maximum == 12


def test_each_week_while_it_is_on_costs_the_same(wearer):
    availability.switch_on(wearer, maximum=7)
    for number in range(1, 4):
        sweep(MONDAY + number * WEEK)
    assert connects.balance_of(wearer) == 2
    starts = AvailabilityWeek.objects.order_by("id").values_list("number", "starts_at")
    assert list(starts) == [(n + 1, MONDAY + n * WEEK) for n in range(4)]


def test_before_its_week_is_over_nothing_is_charged(wearer):
    availability.switch_on(wearer, maximum=7)
    assert sweep(MONDAY + WEEK - timedelta(seconds=1)) == 0
    assert connects.balance_of(wearer) == 23


def test_the_history_says_what_was_paid_and_leads_to_the_badge(wearer):
    availability.switch_on(wearer, maximum=7)
    [line, *_] = lines(movements(wearer.wallet.pk))
    assert (line.status, line.amount, line.balance_after) == ("spend", -7, 23)
    assert (line.what.text, line.what.url) == (
        "“Available now”: the week from 2 March 2026",
        "/settings/availability/",
    )
    assert line.reason == "A week of “Available now”, up to 9 March 2026"


def test_off_at_will_gives_nothing_back(wearer):
    availability.switch_on(wearer, maximum=7)
    availability.switch_off(wearer)
    availability.switch_off(wearer)
    row = row_of(wearer)
    assert (row.is_on, row.off_why, connects.balance_of(wearer)) == (False, "person", 23)
    assert sweep(MONDAY + WEEK) == 0
    assert notices(wearer, "badge_off") == []


def test_a_week_that_is_paid_can_be_worn_again_until_it_ends(wearer):
    availability.switch_on(wearer, maximum=7)
    with clock.at(MONDAY + DAY):
        availability.switch_off(wearer)
    with clock.at(MONDAY + 3 * DAY):
        availability.switch_on(wearer, maximum=7)
    assert connects.balance_of(wearer) == 23
    assert row_of(wearer).paid_until == MONDAY + WEEK
    sweep(MONDAY + WEEK)
    assert connects.balance_of(wearer) == 16


def test_after_it_a_new_week_begins_and_is_paid(wearer):
    availability.switch_on(wearer, maximum=7)
    availability.switch_off(wearer)
    with clock.at(MONDAY + 10 * DAY):
        availability.switch_on(wearer, maximum=7)
    assert connects.balance_of(wearer) == 16
    assert row_of(wearer).paid_until == MONDAY + 17 * DAY


# --- refused ---


def test_with_too_few_connects_nothing_happens(ben, profile):
    fund(ben, 6)
    with pytest.raises(NotEnoughConnects):
        availability.switch_on(ben, maximum=7)
    assert connects.balance_of(ben) == 6
    assert not Availability.objects.exists()


def test_a_maximum_below_the_price_is_refused(wearer):
    with pytest.raises(AboveMaximum) as refused:
        availability.switch_on(wearer, maximum=6)
    assert refused.value.price == 7
    assert not Availability.objects.exists()


@pytest.mark.parametrize("change", [{"email_verified_at": None}, {"is_active": False}, {"freelancer_since": None}])
def test_whoever_cannot_be_seen_does_not_pay_for_being_seen(wearer, change):
    User.objects.filter(pk=wearer.pk).update(**change)
    wearer.refresh_from_db()
    with pytest.raises(NotShown):
        availability.switch_on(wearer, maximum=7)
    assert connects.balance_of(wearer) == 30


def test_a_wallet_whose_free_grants_wait_spends_what_it_has(wearer):
    type(wearer.wallet).objects.filter(pk=wearer.wallet.pk).update(held_since=MONDAY)
    availability.switch_on(wearer, maximum=7)
    assert connects.balance_of(wearer) == 23


# --- by itself ---


def test_short_of_connects_it_goes_off_and_says_so(ben, profile):
    fund(ben, 10)
    availability.switch_on(ben, maximum=7)
    assert sweep(MONDAY + WEEK) == 1
    row = row_of(ben)
    assert (row.is_on, row.off_why, connects.balance_of(ben)) == (False, "short", 3)
    assert notices(ben, "badge_off") == [
        "Your badge “Available now” went off: your wallet holds less than the 7 Connects that a week costs."
    ]
    assert AvailabilityWeek.objects.count() == 1
    assert sweep(MONDAY + WEEK) == 0


def test_a_low_balance_is_told_after_the_charge(ben, profile):
    fund(ben, 16)
    availability.switch_on(ben, maximum=7)
    assert notices(ben, "low_balance") == ["9 Connects are left in your wallet."]


def test_a_suspended_wearer_is_not_charged(wearer):
    availability.switch_on(wearer, maximum=7)
    User.objects.filter(pk=wearer.pk).update(is_active=False)
    sweep(MONDAY + WEEK)
    assert (row_of(wearer).off_why, connects.balance_of(wearer)) == ("hidden", 23)


def test_missed_weeks_are_not_charged_and_the_present_one_once(wearer):
    availability.switch_on(wearer, maximum=7)
    late = MONDAY + 3 * WEEK + 2 * DAY
    assert sweep(late) == 1
    assert sweep(late) == 0
    assert connects.balance_of(wearer) == 16
    # It keeps its day and hour.
    assert row_of(wearer).paid_until == MONDAY + 4 * WEEK
    assert availability_sweep.next_due() == MONDAY + 4 * WEEK


def test_killed_between_two_wearers_it_goes_on_where_it_was(wearer, cleo, monkeypatch):
    services.open_profile(cleo)
    fund(cleo, 30, "gift:2")
    availability.switch_on(wearer, maximum=7)
    availability.switch_on(cleo, maximum=7)
    renew, done = availability.renew, []

    def killed(profile_id, *, at):
        if done:
            raise KeyboardInterrupt
        done.append(profile_id)
        return renew(profile_id, at=at)

    monkeypatch.setattr(availability, "renew", killed)
    with pytest.raises(KeyboardInterrupt):
        sweep(MONDAY + WEEK)
    monkeypatch.undo()
    sweep(MONDAY + WEEK)
    assert (connects.balance_of(wearer), connects.balance_of(cleo)) == (16, 16)


def test_killed_inside_a_charge_nothing_of_it_is_left(wearer, monkeypatch):
    availability.switch_on(wearer, maximum=7)

    def killed(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(connects, "tell_if_low", killed)
    with pytest.raises(KeyboardInterrupt):
        sweep(MONDAY + WEEK)
    assert (connects.balance_of(wearer), AvailabilityWeek.objects.count()) == (23, 1)
    monkeypatch.undo()
    sweep(MONDAY + WEEK)
    assert (connects.balance_of(wearer), AvailabilityWeek.objects.count()) == (16, 2)


# --- the price ---


def test_a_rise_is_told_before_it_is_asked_for(wearer, olga):
    availability.switch_on(wearer, maximum=10)
    raise_price(olga, 9, MONDAY + 5 * DAY)
    with clock.at(MONDAY + 5 * DAY):
        assert availability_sweep.next_due() == MONDAY + 5 * DAY
    assert sweep(MONDAY + 5 * DAY) == 1
    said = "will cost 9 Connects instead of 7, for weeks that begin from 10 March 2026 on."
    assert notices(wearer, "badge_price") == [f"A week of your badge “Available now” {said}"]
    # The week from the 9th begins before that day, the one from the 16th after it.
    sweep(MONDAY + WEEK)
    assert connects.balance_of(wearer) == 16
    sweep(MONDAY + 2 * WEEK)
    assert connects.balance_of(wearer) == 7
    assert (row_of(wearer).price, row_of(wearer).rises_to) == (9, None)


def test_above_the_maximum_it_goes_off_uncharged(wearer, olga):
    availability.switch_on(wearer, maximum=8)
    raise_price(olga, 9)
    sweep(MONDAY)
    sweep(MONDAY + WEEK)
    assert (row_of(wearer).off_why, connects.balance_of(wearer)) == ("price", 23)
    assert notices(wearer, "badge_off") == [
        "Your badge “Available now” went off: a week costs 9 Connects now, and your own maximum is 8."
    ]


def test_a_higher_maximum_in_time_keeps_it_on(wearer, olga):
    availability.switch_on(wearer, maximum=8)
    raise_price(olga, 9)
    sweep(MONDAY)
    availability.switch_on(wearer, maximum=9)
    sweep(MONDAY + WEEK)
    assert (row_of(wearer).is_on, connects.balance_of(wearer)) == (True, 14)


def test_plus_keeps_its_price_for_four_weeks(wearer, olga):
    fund(wearer, 30, "gift:2")
    connects.begin_plan(wearer.wallet.pk, "plus", at=MONDAY, paid_until=MONDAY + 90 * DAY)
    availability.switch_on(wearer, maximum=10)
    raise_price(olga, 9)
    sweep(MONDAY)
    for number in range(1, 6):
        sweep(MONDAY + number * WEEK)
    prices = AvailabilityWeek.objects.order_by("id").values_list("price", flat=True)
    assert list(prices) == [7, 7, 7, 7, 9, 9]


def test_a_lower_price_holds_from_the_next_week(wearer, olga):
    availability.switch_on(wearer, maximum=7)
    raise_price(olga, 5)
    sweep(MONDAY)
    sweep(MONDAY + WEEK)
    assert connects.balance_of(wearer) == 18
    assert "costs 5 Connects from the next week on" in notices(wearer, "badge_price")[0]


def test_a_rise_taken_back_is_told_too(wearer, olga):
    availability.switch_on(wearer, maximum=10)
    raise_price(olga, 9)
    sweep(MONDAY)
    raise_price(olga, 7)
    sweep(MONDAY + timedelta(minutes=1))
    sweep(MONDAY + WEEK)
    assert connects.balance_of(wearer) == 16
    assert "the rise was taken back" in notices(wearer, "badge_price")[1]


def test_each_price_is_told_once(wearer, olga):
    availability.switch_on(wearer, maximum=10)
    raise_price(olga, 9)
    assert [sweep(MONDAY), sweep(MONDAY), sweep(MONDAY + DAY)] == [1, 0, 0]


def test_whoever_switches_on_after_a_rise_pays_the_new_price(wearer, olga):
    raise_price(olga, 9)
    with pytest.raises(AboveMaximum):
        availability.switch_on(wearer, maximum=7)
    availability.switch_on(wearer, maximum=9)
    assert connects.balance_of(wearer) == 21


def test_a_change_of_the_price_asks_why(olga):
    for wrong in ({"price": 0}, {"price": 2000}, {"kept_days": 1}):
        with pytest.raises(ValidationError):
            policies.change(AvailabilityPolicy.objects.get(), actor=olga, reason="Try", **wrong)
    with pytest.raises(ValidationError):
        policies.change(AvailabilityPolicy.objects.get(), actor=olga, reason=" ", price=8)
