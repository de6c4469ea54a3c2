"""How bookings for certifications and for weeks of the availability badge read in the history of a wallet."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.formats import date_format

from connects.causes import Cause
from talent.models import AvailabilityWeek, Certification


def certifications(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Certification.objects.filter(pk__in=ids)
    return {row.pk: Cause(f"Certified: {row.name}", row.get_absolute_url()) for row in rows}


def badge_weeks(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = AvailabilityWeek.objects.filter(pk__in=ids)
    page = reverse("availability")
    return {
        row.pk: Cause(f"“Available now”: the week from {date_format(row.starts_at, 'j F Y')}", page) for row in rows
    }
