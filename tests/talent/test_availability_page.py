"""The badge's page in the settings, what clients see of it, and what operators see."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from connects import services as connects
from talent import availability, availability_sweep, panels, services
from talent.models import Availability, AvailabilityPolicy, AvailabilityWeek
from talent.panels import Panel
from tests.books import assert_books_balance
from tests.queries import cost
from tests.talent.conftest import sit

pytestmark = pytest.mark.django_db
PAGE = "/settings/availability/"


@pytest.fixture(autouse=True)
def balanced(db):
    yield
    assert_books_balance()


@pytest.fixture
def funded(ben, inside):
    ends = clock.now() + timedelta(days=90)
    connects.grant(ben.wallet.pk, 30, source=connects.Source.JOINING, expires_at=ends, reference="gift:1")
    return inside


def text(client, address=PAGE) -> str:
    return client.get(address).content.decode()


def test_it_says_what_it_costs_before_it_is_switched_on(funded):
    page = text(funded)
    for words in ("It is off", "Your balance", "This costs", "Balance after", "Switch on for", "None yet"):
        assert words in page


def test_on_then_off(funded, ben, profile):
    assert funded.post(PAGE, {"maximum": "9"}).url == PAGE
    page = text(funded)
    assert "“Available now” is on" in page
    assert "It is on" in page
    assert "Available now" in text(funded, profile.get_absolute_url())
    assert connects.balance_of(ben) == 23
    assert funded.post(f"{PAGE}off/").url == PAGE
    page = text(funded)
    assert "It is off" in page
    assert "until then you can switch it on again without paying" in page
    assert "Switch on again" in page
    funded.post(PAGE, {"maximum": "9"})
    assert connects.balance_of(ben) == 23


def test_pressed_twice_it_is_paid_once(funded, ben):
    for _ in range(2):
        funded.post(PAGE, {"maximum": "7"})
    assert connects.balance_of(ben) == 23


def test_the_wallets_history_leads_there(funded):
    funded.post(PAGE, {"maximum": "7"})
    history = text(funded, "/settings/connects/history/")
    assert "“Available now”: the week from" in history
    assert f'href="{PAGE}"' in history


HUGE = ["9" * 400, "9" * 5000, "1e3"]
WORDS = ["seven", "\0", "١٢a", "<script>alert(1)</script>", "😀"]
BAD = ["", "0", "-1", "6", "1001", "7.5", *HUGE, *WORDS]


@pytest.mark.parametrize("maximum", BAD)
def test_a_maximum_that_makes_no_sense_is_said_beside_its_field(funded, ben, maximum):
    answer = funded.post(PAGE, {"maximum": maximum})
    assert answer.status_code == 200
    assert answer.context["form"].errors["maximum"]
    assert "<script>alert" not in answer.content.decode()
    assert connects.balance_of(ben) == 30


def test_without_a_maximum_at_all_it_is_asked_for(funded):
    assert funded.post(PAGE, {}).context["form"].errors["maximum"]


def test_who_is_short_is_led_to_the_shop_and_nothing_happens(inside, ben):
    assert "Buy Connects" in text(inside)
    answer = inside.post(PAGE, {"maximum": "7"})
    assert "You have 0 of the 7 Connects" in answer.context["form"].non_field_errors()[0]
    assert not Availability.objects.exists()


def test_why_it_went_off_is_said(funded, ben):
    funded.post(PAGE, {"maximum": "7"})
    left = connects.balance_of(ben)
    connects.spend(ben.wallet.pk, left, reference="proposal:1")
    ends = Availability.objects.get().paid_until
    page = text(funded)
    assert "unless there is more by then" in page
    with clock.at(ends):
        availability_sweep.sweep_due(ends)
        page = text(funded)
    assert "It switched itself off" in page
    assert "The balance was short" in page


def test_a_coming_rise_is_shown(funded, olga):
    funded.post(PAGE, {"maximum": "8"})
    AvailabilityPolicy.objects.update(price=9)
    availability_sweep.sweep_due(clock.now())
    page = text(funded)
    assert "The price rises to 9 Connects a week" in page
    assert "That is more than your maximum of 8" in page


def test_without_the_role_it_leads_to_the_settings(client, ada):
    client.force_login(ada)
    assert client.get(PAGE).url == client.post(PAGE, {"maximum": "7"}).url == reverse("settings")
    client.post(f"{PAGE}off/")
    assert not Availability.objects.exists()


def test_nobody_switches_somebody_elses(client, funded, ben, cleo):
    funded.post(PAGE, {"maximum": "7"})
    client.force_login(cleo)
    client.post(f"{PAGE}off/")
    assert Availability.objects.get().is_on


def test_the_weeks_cost_the_same_queries_at_5_and_at_50(funded, ben):
    row = availability.switch_on(ben, maximum=7)

    def weeks(numbers):
        now, day = row.paid_until, timedelta(days=1)
        AvailabilityWeek.objects.bulk_create(
            AvailabilityWeek(availability=row, number=n, starts_at=now, ends_at=now + day, price=7) for n in numbers
        )

    weeks(range(2, 6))
    few = cost(funded, PAGE)
    weeks(range(6, 51))
    assert cost(funded, PAGE) == few <= 20


def test_operators_see_badges_and_weeks_and_change_nothing(client, funded, ben, olga):
    funded.post(PAGE, {"maximum": "7"})
    row = Availability.objects.get()
    client.force_login(olga)
    listed = client.get("/admin/talent/availability/").content.decode()
    assert "ben" in listed
    one = client.get(f"/admin/talent/availability/{row.pk}/change/")
    assert one.status_code == 200
    assert client.post(f"/admin/talent/availability/{row.pk}/change/", {"maximum": 1}).status_code == 403
    assert client.get("/admin/talent/availability/add/").status_code == 403
    assert client.get("/admin/talent/availabilitypolicy/1/change/").status_code == 200


# --- the public page ---


def test_a_profile_shows_what_a_client_looks_for(client, ben, complete, sums):
    sit(sums, ben, 15)
    for star in (5, 4):
        services.count_rating(ben, star)
    services.count_hire(ben)
    type(ben).objects.filter(pk=ben.pk).update(time_zone="Asia/Tokyo")
    page = text(client, complete.get_absolute_url())
    for words in ("4.5", "(2 reviews)", "Once", "Local time", "Sums", "Past work", "United Kingdom", "$45.00"):
        assert words in page


def test_other_rooms_add_panels(client, ben, complete, monkeypatch):
    asked = []

    def maker(profile, viewer):
        asked.append((profile, viewer))
        return Panel("components/empty.html", {}) if viewer is None else None

    monkeypatch.setattr(panels, "_makers", {"actions": [], "after": []})
    panels.register("after", maker)
    panels.register("after", maker)
    assert 'class="empty"' in text(client, complete.get_absolute_url())
    client.force_login(ben)
    assert 'class="empty"' not in text(client, complete.get_absolute_url())
    assert asked == [(complete, None), (complete, ben)]
