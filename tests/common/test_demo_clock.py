"""The clock's page: operators move the site's time and see what that did; nobody else does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from common import clock, horizons, sweeps, time_travel
from common.models import ClockOffset
from common.outlook import Line, Outlook

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _demo(settings, db):
    settings.DEMO, settings.STRIPE_SECRET_KEY = True, ""


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


def move(client, by: str):
    return client.post(reverse("demo_clock_move"), {"by": by}, follow=True)


def test_it_shows_what_is_due_next(operator, diary):
    diary("rent", clock.now() + DAY)
    diary("rain")
    page = operator.get(reverse("demo_clock")).content.decode()
    assert page.index("Rent") < page.index("Rain")
    assert "nothing waits" in page


@pytest.mark.parametrize(("by", "how_far"), [("hour", HOUR), ("day", DAY), ("week", 7 * DAY)])
def test_its_buttons_move_the_clock(operator, diary, by, how_far):
    diary("rent", clock.now() + timedelta(minutes=30))
    before = clock.now()
    page = move(operator, by).content.decode()
    assert how_far <= clock.now() - before < how_far + timedelta(minutes=1)
    assert "Arrived at" in page
    assert "<dt>Rent</dt>" in page


def test_it_goes_to_the_first_of_the_next_month(operator, no_sweeps):
    month = horizons.next_month(clock.now())
    page = move(operator, "month").content.decode()
    assert month <= clock.now() < month + timedelta(minutes=1)
    assert "Nothing fell due on the way." in page


def told(words: str, at: datetime, link: str = "") -> sweeps.Sweep:
    """A sweep of one thing, due at that instant."""
    done: list[datetime] = []
    line = Line(at, words, link)
    kind = Outlook(
        "rain",
        "Rains",
        lambda _, until: [line] if at <= until and not done else [],
        lambda since, until: [line] if done and since <= at <= until else [],
        unless="The sun shone.",
    )
    run = lambda when: done.append(when) or 1  # noqa: E731
    return sweeps.Sweep("rain", run, lambda: None if done else at, title="Rain", outlooks=(kind,))


def test_what_will_happen_is_listed_as_far_as_one_looks_ahead(operator, no_sweeps):
    sweeps.register(told("It rains", clock.now() + 3 * DAY, "/jobs/"))
    address = reverse("demo_clock")
    assert "It rains" not in operator.get(address).content.decode()
    for to in ("next", "week"):
        assert '<a href="/jobs/">It rains</a>' in operator.get(address, {"to": to}).content.decode()
    # What is asked for in other words is a day.
    assert "Nothing, until" in operator.get(address, {"to": "<b>"}).content.decode()


def test_what_was_announced_is_listed_as_happened(operator, no_sweeps):
    sweeps.register(told("It rains", clock.now() + 3 * DAY))
    page = move(operator, "week").content.decode()
    assert "What happened" in page
    assert "It rains" in page
    assert "Announced, and did not happen" not in page
    assert "Came up on the way" not in page


def test_what_was_announced_and_did_not_happen_is_said_with_its_reason(operator, no_sweeps):
    sweep = told("It rains", clock.now() + 3 * DAY)
    dry = replace(sweep.outlooks[0], behind=lambda since, until: [])
    sweeps.register(replace(sweep, outlooks=(dry,)))
    page = move(operator, "week").content.decode()
    assert "Announced, and did not happen" in page
    assert "1 announced, 0 happened." in page
    assert "The sun shone." in page


def test_it_goes_to_what_is_due_next_and_no_further(operator, diary):
    due = clock.now() + 3 * DAY
    rent, rain = diary("rent", due), diary("rain", due + HOUR)
    move(operator, "next")
    assert rent.done
    assert not rain.done
    assert due <= clock.now() < due + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("start", "then"),
    [
        (datetime(2026, 1, 31, 12, tzinfo=UTC), datetime(2026, 2, 28, 12, tzinfo=UTC)),
        (datetime(2027, 12, 5, 8, tzinfo=UTC), datetime(2028, 1, 5, 8, tzinfo=UTC)),
        (datetime(2028, 1, 30, 0, tzinfo=UTC), datetime(2028, 2, 29, 0, tzinfo=UTC)),
        (datetime(2026, 11, 30, 0, tzinfo=UTC), datetime(2026, 12, 30, 0, tzinfo=UTC)),
    ],
)
def test_a_month_is_a_calendar_month(start, then):
    assert time_travel.a_month_after(start) == then


def test_a_journey_longer_than_an_answer_shows_how_far_it_has_come_and_goes_on(operator, diary, monkeypatch):
    days = diary("days", *(clock.now() + n * DAY for n in range(1, 6)))
    monkeypatch.setattr("common.views.clock.patience", lambda: -1)
    page = move(operator, "week").content.decode()
    assert "On the way to" in page
    assert "Go on" in page
    monkeypatch.setattr("common.views.clock.patience", lambda: 60)
    page = operator.post(reverse("demo_clock_move"), follow=True).content.decode()
    assert "Arrived at" in page
    assert len(days.done) == 5
    at = clock.now()
    # There is nothing left to go on with: sending the form again moves nothing.
    operator.post(reverse("demo_clock_move"))
    assert clock.now() - at < timedelta(minutes=1)


def test_work_that_failed_is_shown(operator, diary):
    def broken(at):
        raise RuntimeError("no ink")

    sweeps.register(sweeps.Sweep("broken", broken, lambda: clock.now(), title="Printing"))
    page = move(operator, "hour").content.decode()
    assert "Printing did not work" in page
    assert "RuntimeError: no ink" in page


@pytest.mark.parametrize("by", ["", "year", "hour hour", "-1", "next"])
def test_nonsense_moves_nothing(operator, no_sweeps, by):
    response = move(operator, by)
    assert response.status_code == 200
    assert "Choose how far" in response.content.decode()
    assert not ClockOffset.objects.exists()


def test_only_operators_come_here(client, ben):
    assert client.get(reverse("demo_clock")).url.startswith(reverse("account_login"))
    client.force_login(ben)
    assert client.get(reverse("demo_clock")).status_code == 403
    assert client.post(reverse("demo_clock_move"), {"by": "day"}).status_code == 403
    assert not ClockOffset.objects.exists()


def test_outside_the_demo_there_is_no_such_page(operator, settings):
    settings.DEMO = False
    assert operator.get(reverse("demo_clock")).status_code == 404
    assert operator.post(reverse("demo_clock_move"), {"by": "day"}).status_code == 404


def test_with_real_stripe_keys_the_page_says_that_it_does_not_move(operator, settings, no_sweeps):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = "sk_test_real", ""
    assert "This clock does not move" in operator.get(reverse("demo_clock")).content.decode()
    assert "moves only in demo mode" in move(operator, "day").content.decode()
    assert not ClockOffset.objects.exists()


def test_moving_wants_a_post(operator):
    assert operator.get(reverse("demo_clock_move")).status_code == 405
