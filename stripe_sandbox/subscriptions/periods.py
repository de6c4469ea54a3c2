"""Billing periods by the calendar: from the 31st of January to the 28th of February to the 31st of March."""

import calendar
import datetime

MONTHS = {"month": 1, "year": 12}
SECONDS = {"day": 86_400, "week": 7 * 86_400}


def boundary(anchor: int, interval: str, count: int, number: int) -> int:
    """The instant at which period `number` begins, counted from the anchor. Always from it, so that no day is lost."""
    if interval in SECONDS:
        return anchor + number * count * SECONDS[interval]
    start = datetime.datetime.fromtimestamp(anchor, datetime.UTC)
    month = start.month - 1 + number * count * MONTHS[interval]
    year, month = start.year + month // 12, month % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return int(start.replace(year=year, month=month, day=day).timestamp())


def following(anchor: int, interval: str, count: int, after: int) -> int:
    """The first boundary later than an instant."""
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[interval] * count * 86_400
    number = max((after - anchor) // longest, 0)
    while boundary(anchor, interval, count, number) <= after:
        number += 1
    return boundary(anchor, interval, count, number)
