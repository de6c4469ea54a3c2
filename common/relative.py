"""Instants in people's words: "in 3 days", "2 hours ago", "yesterday"."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

_MINUTE, _HOUR, _DAY, _MONTH, _YEAR = 60, 3600, 86400, 30 * 86400, 365 * 86400
_STEPS = (
    # up to so many seconds away, counted in units of
    (45 * _MINUTE, _MINUTE),
    (22 * _HOUR, _HOUR),
    (26 * _DAY, _DAY),
    (320 * _DAY, _MONTH),
)


def relative(instant: datetime, *, now: datetime) -> str:
    """How far `instant` is from `now`, rounded to its largest unit."""
    seconds = (instant - now).total_seconds()
    away = abs(seconds)
    if away < 45:
        return gettext("now") if seconds >= 0 else gettext("just now")
    size = next((size for upto, size in _STEPS if away < upto), _YEAR)
    count = max(1, round(away / size))
    if size == _DAY and count == 1:
        return gettext("tomorrow") if seconds > 0 else gettext("yesterday")
    return (_ahead if seconds > 0 else _ago)(size, count)


def _ahead(size: int, count: int) -> str:
    words = {
        _MINUTE: ngettext("in {count} minute", "in {count} minutes", count),
        _HOUR: ngettext("in {count} hour", "in {count} hours", count),
        _DAY: ngettext("in {count} day", "in {count} days", count),
        _MONTH: ngettext("in {count} month", "in {count} months", count),
        _YEAR: ngettext("in {count} year", "in {count} years", count),
    }
    return words[size].format(count=count)


def _ago(size: int, count: int) -> str:
    words = {
        _MINUTE: ngettext("{count} minute ago", "{count} minutes ago", count),
        _HOUR: ngettext("{count} hour ago", "{count} hours ago", count),
        _DAY: ngettext("{count} day ago", "{count} days ago", count),
        _MONTH: ngettext("{count} month ago", "{count} months ago", count),
        _YEAR: ngettext("{count} year ago", "{count} years ago", count),
    }
    return words[size].format(count=count)
