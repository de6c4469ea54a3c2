"""Days and instants as whoever reads them writes them, in the zone that is in force (the reader's on a page)."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext


def short_day(at: datetime | date) -> str:
    """ "4 Mar 2026"; "4. Mär 2026" in German."""
    # Translators: how dates are written, in the letters of Django's `date` filter.
    return _written(at, pgettext("date format", "j M Y"))


def long_day(at: datetime | date) -> str:
    """ "4 March 2026"; "4. März 2026" in German."""
    return _written(at, pgettext("date format", "j F Y"))


def month(at: datetime | date) -> str:
    """ "March 2026"."""
    return _written(at, pgettext("date format", "F Y"))


def moment(at: datetime) -> str:
    """ "4 March 2026, 14:05"."""
    return _written(at, pgettext("date format", "j F Y, H:i"))


def short_moment(at: datetime) -> str:
    """ "4 Mar 2026 14:05", for tables."""
    return _written(at, pgettext("date format", "j M Y H:i"))


def exact(at: datetime) -> str:
    """ "4 March 2026, 14:05 CET": with the name of the zone."""
    return _written(at, pgettext("date format", "j F Y, H:i T"))


def _written(at: datetime | date, form: str) -> str:
    return date_format(timezone.localtime(at) if isinstance(at, datetime) else at, form)
