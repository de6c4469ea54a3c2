"""What becomes of people in an agency: roles, limits, leaving. What takes something away holds at once."""

from django.db import transaction
from django.db.models import F

from accounts.agencies import news
from accounts.agencies.errors import CannotOwn, NoSuchMember, NotAllowed, OwnerStays
from accounts.agencies.models import Agency, AgencyMember, Role
from accounts.agencies.standing import lock, other_seat, owners_of, policy, seat_with
from accounts.models import User
from common import clock


@transaction.atomic
def change_role(agency: Agency, pk: int, *, by: User, role: Role) -> AgencyMember:
    """Make a member a manager or the other way round: the owner's to do. Raises NotAllowed, NoSuchMember."""
    agency = lock(agency)
    seat_with(by, agency, roles=[Role.OWNER])
    seat = other_seat(agency, pk)
    if seat.owns or role not in (Role.MANAGER, Role.MEMBER):
        raise NotAllowed
    if seat.role != role:
        seat.role = role
        seat.save(update_fields=["role"])
        event = news.note(agency, by, f"{by.name} made {seat.person.name} {role.label.lower()}.")
        news.role_changed(seat, event)
    return seat


@transaction.atomic
def set_limit(agency: Agency, pk: int, *, by: User, monthly_limit: int | None) -> AgencyMember:
    """Set what somebody may spend from the pool in a month. Raises NotAllowed, NoSuchMember.

    Waits for a proposal that is just being paid for, and holds for the next one.
    """
    agency = lock(agency)
    mine, seat = seat_with(by, agency), other_seat(agency, pk)
    if not mine.may_manage(seat):
        raise NotAllowed
    if seat.monthly_limit != monthly_limit:
        seat.monthly_limit = monthly_limit
        seat.save(update_fields=["monthly_limit"])
        said = "without a limit" if monthly_limit is None else f"{monthly_limit:,} Connects a month"
        event = news.note(agency, by, f"{by.name} set what {seat.person.name} may spend: {said}.")
        news.limit_changed(seat, event)
    return seat


@transaction.atomic
def leave(agency: Agency, *, person: User) -> None:
    """Leave at once. Leaving twice does it once. Raises OwnerStays."""
    agency = lock(agency)
    seat = AgencyMember.objects.present().filter(agency=agency, person=person).first()
    if seat is None:
        return
    if seat.owns:
        raise OwnerStays
    _end(seat)
    news.note(agency, person, f"{person.name} left.")
    news.left(seat, owners_of([agency.pk])[agency.pk])


@transaction.atomic
def remove(agency: Agency, pk: int, *, by: User) -> None:
    """Take somebody out at once. Removing twice does it once. Raises NotAllowed, NoSuchMember."""
    agency = lock(agency)
    mine = seat_with(by, agency)
    try:
        seat = other_seat(agency, pk)
    except NoSuchMember:
        if agency.memberships.filter(pk=pk).exists():
            return
        raise
    if not mine.may_manage(seat):
        raise NotAllowed
    _end(seat)
    event = news.note(agency, by, f"{by.name} removed {seat.person.name}.")
    news.removed(seat, event)


@transaction.atomic
def hand_over(agency: Agency, pk: int, *, by: User) -> AgencyMember:
    """Make another member the owner; whoever was it stays as a manager.

    Raises NotAllowed, NoSuchMember, CannotOwn.
    """
    agency = lock(agency)
    mine, seat = seat_with(by, agency, roles=[Role.OWNER]), other_seat(agency, pk)
    if seat.owns:
        return seat
    _may_own_another(seat.person_id)
    mine.role, seat.role, seat.monthly_limit = Role.MANAGER, Role.OWNER, None
    # In this order: an agency has one owner at any instant.
    mine.save(update_fields=["role"])
    seat.save(update_fields=["role", "monthly_limit"])
    event = news.note(agency, by, f"{by.name} handed the agency over to {seat.person.name}.")
    news.handed_over(agency, seat.person, by, event)
    return seat


def count_hire(agency_id: int) -> None:
    """Somebody was hired by a proposal in the agency's name."""
    Agency.objects.filter(pk=agency_id).update(hires_count=F("hires_count") + 1)


def _may_own_another(person_id: int) -> None:
    """Whoever becomes an owner is held, so that two agencies at once do not pass the limit together."""
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    owned = AgencyMember.objects.filter(person=person, role=Role.OWNER).count()
    if not person.is_active or owned >= policy().owned_at_most:
        raise CannotOwn


def _end(seat: AgencyMember) -> None:
    seat.left_at = clock.now()
    seat.save(update_fields=["left_at"])
