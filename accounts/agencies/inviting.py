"""Asking a mailbox to join, and taking that back."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.agencies import news
from accounts.agencies.errors import AlreadyInvited, AlreadyMember, InvitationOver, NotAllowed, TooManyInvitations
from accounts.agencies.models import Agency, AgencyInvitation, AgencyPolicy, Role, hashed
from accounts.agencies.standing import lock, policy, seat_with
from accounts.models import User
from accounts.normalise import email_key
from common import clock

_DAY = timedelta(days=1)


@transaction.atomic
def invite(
    agency: Agency, *, by: User, email: str, role: Role = Role.MEMBER, monthly_limit: int | None = None
) -> AgencyInvitation:
    """Send an invitation. Managers invite members, the owner managers too.

    Raises NotAllowed, AlreadyMember, AlreadyInvited, TooManyInvitations.
    """
    agency, figures, key = lock(agency), policy(), email_key(email)
    seat = seat_with(by, agency)
    if role not in (Role.MEMBER, Role.MANAGER) or (role == Role.MANAGER and not seat.owns):
        raise NotAllowed
    _check(agency, key, figures)
    token = secrets.token_urlsafe(32)
    invitation = AgencyInvitation.objects.create(
        agency=agency,
        email=email.strip(),
        email_key=key,
        role=role,
        monthly_limit=monthly_limit,
        invited_by=by,
        token_hash=hashed(token),
        expires_at=clock.now() + timedelta(days=figures.invitation_days),
    )
    as_manager = role == Role.MANAGER
    said = _("{name} invited {email} as manager.") if as_manager else _("{name} invited {email} as member.")
    news.note(agency, by, said.format(name=by.name, email=invitation.email))
    news.invited(invitation, token, _known(key))
    return invitation


@transaction.atomic
def cancel(agency: Agency, pk: int, *, by: User) -> AgencyInvitation:
    """Take an invitation back. Cancelling twice does it once. Raises NotAllowed, InvitationOver."""
    agency = lock(agency)
    seat_with(by, agency)
    invitation = agency.invitations.filter(pk=pk).first()
    if invitation is None or invitation.accepted_at or invitation.declined_at:
        raise InvitationOver
    if invitation.cancelled_at is None:
        _close(invitation)
        said = _("{name} cancelled the invitation of {email}.").format(name=by.name, email=invitation.email)
        news.note(agency, by, said)
    return invitation


def waiting_for(person: User) -> QuerySet[AgencyInvitation]:
    """Open invitations to the person's mailbox, if it is proven to be theirs."""
    if person.email_verified_at is None:
        return AgencyInvitation.objects.none()
    found = AgencyInvitation.objects.open(clock.now()).filter(email_key=person.email_key)
    return found.select_related("agency", "invited_by").order_by("-id")


def open_of(agency: Agency) -> QuerySet[AgencyInvitation]:
    """What the agency's people wait for, newest first: old ones too, which say that they are."""
    return agency.invitations.unanswered().select_related("invited_by").order_by("-id")


def by_token(token: str) -> AgencyInvitation | None:
    """The invitation that a mail's link leads to."""
    found = AgencyInvitation.objects.filter(token_hash=hashed(token))
    return found.select_related("agency", "invited_by").first()


def _check(agency: Agency, key: str, figures: AgencyPolicy) -> None:
    now = clock.now()
    if agency.memberships.present().filter(person__email_key=key, person__email_verified_at__isnull=False).exists():
        raise AlreadyMember
    before = agency.invitations.unanswered().filter(email_key=key).first()
    if before is not None and before.expires_at > now:
        raise AlreadyInvited
    if agency.invitations.filter(created_at__gt=now - _DAY).count() >= figures.invitations_a_day:
        raise TooManyInvitations(figures.invitations_a_day)
    if before is not None:
        # Too old to be answered: it makes room for this one.
        _close(before)


def _close(invitation: AgencyInvitation) -> None:
    invitation.cancelled_at = clock.now()
    invitation.save(update_fields=["cancelled_at"])


def _known(key: str) -> User | None:
    """Somebody who has proven that this mailbox is theirs."""
    mine = User.objects.filter(email_key=key, email_verified_at__isnull=False, is_active=True)
    return mine.order_by("id").first()
