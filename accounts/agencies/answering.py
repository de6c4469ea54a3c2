"""Answering an invitation. Only an account whose verified mailbox was invited may: a link can be passed on."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import services
from accounts.agencies import news
from accounts.agencies.errors import InvitationOver, NotTheInvited
from accounts.agencies.models import AgencyInvitation, AgencyMember
from accounts.agencies.standing import lock, owners_of
from accounts.models import Hat, User
from common import clock

# Where a session keeps an invitation's link while somebody joins or logs in.
KEPT = "agency_invitation"


@transaction.atomic
def accept(invitation: AgencyInvitation, *, by: User) -> AgencyMember:
    """Join. Takes on finding work if it was off; accepting again changes nothing.

    Raises NotTheInvited, InvitationOver.
    """
    invitation = _held(invitation, by)
    agency = invitation.agency
    seat = AgencyMember.objects.present().filter(agency=agency, person=by).first()
    if invitation.accepted_by_id == by.pk and seat is not None:
        return seat
    if not invitation.is_open:
        raise InvitationOver
    if not by.is_freelancer:
        services.take_role(by, Hat.FREELANCER)
    invitation.accepted_at, invitation.accepted_by = clock.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    if seat is not None:
        return seat
    seat = AgencyMember.objects.create(
        agency=agency, person=by, role=invitation.role, monthly_limit=invitation.monthly_limit
    )
    as_manager = seat.role == AgencyMember.Role.MANAGER
    said = _("{name} joined as manager.") if as_manager else _("{name} joined as member.")
    news.note(agency, by, said.format(name=by.name))
    news.accepted(seat, invitation, owners_of([agency.pk])[agency.pk])
    return seat


@transaction.atomic
def decline(invitation: AgencyInvitation, *, by: User) -> None:
    """Say no. Declining twice does it once. Raises NotTheInvited, InvitationOver."""
    invitation = _held(invitation, by)
    if invitation.declined_at is not None:
        return
    if not invitation.is_open:
        raise InvitationOver
    invitation.declined_at = clock.now()
    invitation.save(update_fields=["declined_at"])
    news.note(invitation.agency, by, _("{email} declined the invitation.").format(email=invitation.email))
    news.declined(invitation)


def is_for(person: User, invitation: AgencyInvitation) -> bool:
    """Whether the invited mailbox is the person's, and proven to be."""
    return person.email_verified_at is not None and person.email_key == invitation.email_key


def _held(invitation: AgencyInvitation, by: User) -> AgencyInvitation:
    if not is_for(by, invitation):
        raise NotTheInvited
    lock(invitation.agency)
    rows = AgencyInvitation.objects.select_related("agency", "invited_by")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
