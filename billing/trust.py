"""A payment made here is half of a client's trust label: it is pushed down to the client's profile (PRODUCT 7).

Any paid purchase counts, by the person or for an agency they are in, until the money has gone back.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import AgencyMember, ClientProfile
from billing.models import Purchase


def note(people: Collection[int] | None = None) -> int:
    """Bring the profiles of these people, or of everybody, up to date. Returns how many changed."""
    profiles = ClientProfile.objects.all() if people is None else ClientProfile.objects.filter(person__in=people)
    paid = Purchase.objects.filter(status=Purchase.Status.PAID, amount_minor__gt=0)
    seats = AgencyMember.objects.present().filter(person=OuterRef(OuterRef("person")))
    mine = Exists(paid.filter(buyer=OuterRef("person")))
    ours = Exists(paid.filter(wallet__agency__in=seats.values("agency")))
    has_paid = Q(mine) | Q(ours)
    more = profiles.filter(has_paid, payment_verified=False).update(payment_verified=True)
    return more + profiles.filter(~has_paid, payment_verified=True).update(payment_verified=False)


def note_purchase(purchase: Purchase) -> None:
    """A purchase was paid, or what was paid has turned."""
    members = AgencyMember.objects.present().filter(agency__wallet=purchase.wallet_id)
    note({purchase.buyer_id, *members.values_list("person", flat=True)})


def sweep(at: datetime) -> int:  # noqa: ARG001 - people join and leave agencies, at whatever time
    return note()


def never_late() -> datetime | None:
    return None
