"""What becomes of people in an agency: roles, limits, leaving. What takes something away holds at once."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.agencies import news
from accounts.agencies.errors import CannotOwn, NoSuchMember, NotAllowed, OwnerStays
from accounts.agencies.models import Agency, AgencyMember, Role
from accounts.agencies.standing import lock, other_seat, owners_of, policy, seat_with
from accounts.models import User
from common import clock
from common.numbers import figure


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
        said = _("{name} made {other} manager.") if role == Role.MANAGER else _("{name} made {other} member.")
        event = news.note(agency, by, said.format(name=by.name, other=seat.person.name))
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
        event = news.note(agency, by, _limit_note(by, seat))
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
    news.note(agency, person, _("{name} left.").format(name=person.name))
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
    said = _("{name} removed {other}.").format(name=by.name, other=seat.person.name)
    event = news.note(agency, by, said)
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
    said = _("{name} handed the agency over to {other}.").format(name=by.name, other=seat.person.name)
    event = news.note(agency, by, said)
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


def _limit_note(by: User, seat: AgencyMember) -> str:
    if seat.monthly_limit is None:
        said = _("{name} set what {other} may spend: without a limit.")
    else:
        said = ngettext(
            "{name} set what {other} may spend: {n} Connects a month.",
            "{name} set what {other} may spend: {n} Connects a month.",
            seat.monthly_limit,
        )
    return said.format(name=by.name, other=seat.person.name, n=figure(seat.monthly_limit or 0))


def _end(seat: AgencyMember) -> None:
    seat.left_at = clock.now()
    seat.save(update_fields=["left_at"])
