"""How bookings for certifications read in the history of a wallet."""

from collections.abc import Collection, Mapping

from connects.causes import Cause
from talent.models import Certification


def certifications(ids: Collection[int]) -> Mapping[int, Cause]:
    rows = Certification.objects.filter(pk__in=ids)
    return {row.pk: Cause(f"Certified: {row.name}", row.get_absolute_url()) for row in rows}
