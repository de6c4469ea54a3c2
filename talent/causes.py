"""How bookings for certifications and for weeks of the availability badge read in the history of a wallet."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from common import dates
from connects.causes import Cause
from talent.models import AvailabilityWeek, Certification


def certifications(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Certification.objects.filter(pk__in=ids)
    return {row.pk: Cause(_("Certified: {name}").format(name=row.name), row.get_absolute_url()) for row in rows}


def badge_weeks(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = AvailabilityWeek.objects.filter(pk__in=ids)
    page = reverse("availability")
    words = _("“Available now”: the week from {day}")
    return {row.pk: Cause(words.format(day=dates.long_day(row.starts_at)), page) for row in rows}
