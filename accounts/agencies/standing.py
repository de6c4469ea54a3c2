"""Who is what in which agency, now. Whoever has left is nothing from that instant on."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.agencies.errors import NoSuchMember, NotAllowed
from accounts.agencies.models import RUNNING, Agency, AgencyMember, AgencyPolicy
from accounts.models import User


def seat_of(person: User, handle: str) -> AgencyMember | None:
    """The person's place in the agency of this handle; None for everybody who is not in it."""
    mine = AgencyMember.objects.present().filter(person=person, agency__handle=handle)
    return mine.select_related("agency", "person").first()


def seats_of(person: User) -> QuerySet[AgencyMember]:
    """The person's places in all their agencies, by name."""
    mine = AgencyMember.objects.present().filter(person=person)
    return mine.select_related("agency").order_by("agency__name", "agency_id")


def run_by(person: User) -> QuerySet[Agency]:
    """The agencies whose people and money the person looks after: as owner or manager."""
    seats = AgencyMember.objects.running().filter(person=person)
    return Agency.objects.filter(pk__in=seats.values("agency")).order_by("name", "id")


def share_an_agency(person: User, other_id: int) -> bool:
    """Whether both are in one agency: nobody applies, hires or reviews across their own (PRODUCT 6)."""
    theirs = AgencyMember.objects.present().filter(person=other_id)
    return AgencyMember.objects.present().filter(person=person, agency__in=theirs.values("agency")).exists()


def is_in(person_id: int, agency_id: int | None) -> bool:
    if agency_id is None:
        return False
    return AgencyMember.objects.present().filter(person=person_id, agency=agency_id).exists()


def runs(person: User, agency_id: int | None) -> bool:
    if agency_id is None:
        return False
    return AgencyMember.objects.running().filter(person=person, agency=agency_id).exists()


def owners_of(agencies: Collection[int]) -> dict[int, User]:
    """The owner of each of the agencies, by its number."""
    seats = AgencyMember.objects.filter(agency__in=agencies, role=AgencyMember.Role.OWNER).select_related("person")
    return {seat.agency_id: seat.person for seat in seats}


def hold_seat(person: User, agency: Agency) -> AgencyMember | None:
    """The person's place, which nobody takes away or changes before this transaction ends; None when they have none.

    Somebody removed a moment ago is seen as gone, because the row is read again once its lock is there.
    """
    mine = AgencyMember.objects.present().filter(person=person, agency=agency)
    return mine.select_for_update(no_key=True).first()


def policy() -> AgencyPolicy:
    return AgencyPolicy.objects.get(pk=1)


def lock(agency: Agency) -> Agency:
    """The agency, held until this transaction ends. Others may still refer to it, as a proposal does."""
    return Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def seat_with(person: User, agency: Agency, *, roles: Collection[str] = RUNNING) -> AgencyMember:
    """The person's place in a locked agency, in one of the roles. Raises NotAllowed."""
    seat = AgencyMember.objects.present().filter(person=person, agency=agency, role__in=roles).first()
    if seat is None:
        raise NotAllowed
    return seat


def other_seat(agency: Agency, pk: int) -> AgencyMember:
    """Somebody's place in a locked agency. Raises NoSuchMember."""
    seat = AgencyMember.objects.present().select_related("person").filter(agency=agency, pk=pk).first()
    if seat is None:
        raise NoSuchMember
    return seat
