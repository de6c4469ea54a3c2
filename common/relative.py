"""Instants in people's words: "in 3 days", "2 hours ago", "yesterday"."""

from datetime import datetime

_STEPS = (
    # up to so many seconds away, counted in units of, called
    (45 * 60, 60, "minute"),
    (22 * 3600, 3600, "hour"),
    (26 * 86400, 86400, "day"),
    (320 * 86400, 30 * 86400, "month"),
)
_YEAR = 365 * 86400


def relative(instant: datetime, *, now: datetime) -> str:
    """How far `instant` is from `now`, rounded to its largest unit."""
    seconds = (instant - now).total_seconds()
    away = abs(seconds)
    if away < 45:
        return "now" if seconds >= 0 else "just now"
    size, unit = next(((size, unit) for upto, size, unit in _STEPS if away < upto), (_YEAR, "year"))
    count = max(1, round(away / size))
    if unit == "day" and count == 1:
        return "tomorrow" if seconds > 0 else "yesterday"
    span = f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"in {span}" if seconds > 0 else f"{span} ago"
