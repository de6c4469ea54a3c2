"""When digests come: every day, or on Mondays, at an hour of the person's own clock. Pure functions."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from common.models.notices import Pace

_MONDAY = 0


def following(after: datetime, *, pace: str, hour: int, zone: tzinfo) -> datetime | None:
    """The first instant of a digest after `after`, in UTC. None for a pace without digests.

    The hour is that of the zone's clocks, whatever they were turned to in between. An hour that they jump over counts
    from before the jump; of an hour that comes twice it is the first.
    """
    if pace not in (Pace.DAILY, Pace.WEEKLY):
        return None
    day = after.astimezone(zone).date()
    while (instant := _at(day, hour, zone)) <= after or (pace == Pace.WEEKLY and day.weekday() != _MONDAY):
        day += timedelta(days=1)
    return instant


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
