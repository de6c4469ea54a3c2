"""How far the demo clock can be moved at once: a day, a week, to the next month, to the next event."""

from datetime import datetime, timedelta

from common import clock, outlook, sweeps, time_travel

HOUR, DAY, WEEK, MONTH, NEXT = "hour", "day", "week", "month", "next"
_SPANS = {HOUR: timedelta(hours=1), DAY: timedelta(days=1), WEEK: timedelta(days=7)}
# An event further away than this is not looked for.
_FAR = timedelta(days=366)


def target(by: str) -> datetime | None:
    """The instant that is so far away; None for no such way, or when nothing will happen."""
    now = clock.now()
    if by in _SPANS:
        return now + _SPANS[by]
    if by == MONTH:
        return next_month(now)
    return _next_event(now) if by == NEXT else None


def next_month(now: datetime) -> datetime:
    """The first of the next month, at midnight UTC."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return time_travel.a_month_after(first)


def _next_event(now: datetime) -> datetime | None:
    """What people would notice; where nothing of that comes, whatever else is due."""
    ahead = [line.at for line in outlook.coming(sweeps.outlooks(), now, now + _FAR) if line.at > now]
    if ahead:
        return min(ahead)
    stop = time_travel.next_stop()
    return max(now, stop.at) if stop else None
