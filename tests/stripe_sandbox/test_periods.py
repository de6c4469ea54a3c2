"""Billing periods by the calendar, counted from one anchor."""

import datetime

import pytest

from stripe_sandbox.subscriptions.periods import boundary, following


def at(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC).timestamp())


@pytest.mark.parametrize(
    ("anchor", "interval", "count", "starts"),
    [
        ("2027-01-31T10:00", "month", 1, ["2027-02-28T10:00", "2027-03-31T10:00", "2027-04-30T10:00"]),
        ("2027-12-30T23:59", "month", 1, ["2028-01-30T23:59", "2028-02-29T23:59", "2028-03-30T23:59"]),
        ("2027-02-28T00:00", "year", 1, ["2028-02-28T00:00", "2029-02-28T00:00"]),
        ("2028-02-29T00:00", "year", 2, ["2030-02-28T00:00", "2032-02-29T00:00"]),
        ("2026-11-15T08:30", "month", 3, ["2027-02-15T08:30", "2027-05-15T08:30"]),
        ("2026-12-31T00:00", "week", 2, ["2027-01-14T00:00", "2027-01-28T00:00"]),
        ("2028-02-28T12:00", "day", 1, ["2028-02-29T12:00", "2028-03-01T12:00"]),
    ],
)  # fmt: skip
def test_periods_begin_on_the_anchors_day_or_the_months_last(anchor, interval, count, starts):
    instant = at(anchor)
    for number, start in enumerate(starts, 1):
        assert boundary(at(anchor), interval, count, number) == at(start)
        assert following(at(anchor), interval, count, instant) == at(start)
        assert following(at(anchor), interval, count, at(start) - 1) == at(start)
        instant = at(start)
