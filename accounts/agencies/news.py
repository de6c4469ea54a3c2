"""What is told of an agency to those whom it concerns, in the transaction of its cause; and what is noted of it."""

from django.urls import reverse

from accounts.agencies.models import Agency, AgencyEvent, AgencyInvitation, AgencyMember
from accounts.models import User
from common import mail
from common.telling import News, tell


def note(agency: Agency, actor: User, text: str) -> AgencyEvent:
    """Keep what was done, for those who run the agency and for operators."""
    return AgencyEvent.objects.create(agency=agency, actor=actor, text=text[:300])


def invited(invitation: AgencyInvitation, token: str, known: User | None) -> None:
    """The invitation by mail; somebody who has an account with that mailbox also finds it in their notices."""
    if known is not None:
        return waits_for(known, invitation)
    context = {"invitation": invitation, "link": reverse("invitation_link", args=[token])}
    reference = f"agency_invitation:{invitation.pk}"
    mail.queue(invitation.email, template="agency_invitation", context=context, reference=reference)
    return None


def waits_for(person: User, invitation: AgencyInvitation) -> None:
    """Tell somebody with an account of an invitation to their mailbox."""
    agency, by = invitation.agency.name, invitation.invited_by.name
    text = f"{by} invites you to the agency {agency}."
    lines = (text, f"As {_a(invitation.role)} you send proposals in its name, paid from its pool of Connects.")
    tell(
        News(
            person,
            "agency_invitation",
            f"agency_invitation:{invitation.pk}",
            text,
            invitation.get_absolute_url(),
            subject=f"{by} invites you to {agency}",
            lines=lines,
            facts=(("Agency", agency), ("Your role", invitation.get_role_display())),
            label="See the invitation",
        )
    )


def accepted(seat: AgencyMember, invitation: AgencyInvitation, owner: User) -> None:
    text = f"{seat.person.name} has joined {seat.agency.name}."
    for person in {owner.pk: owner, invitation.invited_by_id: invitation.invited_by}.values():
        _tell(person, seat.agency, f"agency:joined:{seat.pk}", text)


def declined(invitation: AgencyInvitation) -> None:
    text = f"{invitation.email} has declined the invitation to {invitation.agency.name}."
    _tell(invitation.invited_by, invitation.agency, f"agency:declined:{invitation.pk}", text)


def left(seat: AgencyMember, owner: User) -> None:
    _tell(owner, seat.agency, f"agency:left:{seat.pk}", f"{seat.person.name} has left {seat.agency.name}.")


def removed(seat: AgencyMember, event: AgencyEvent) -> None:
    """To the one who is out: there is no page of the agency for them any more, but the public one."""
    text = f"You are no longer in the agency {seat.agency.name}."
    lines = (text, "From now on you send proposals as yourself only. What you sent in its name stays on your pages.")
    link, reference = seat.agency.get_absolute_url(), f"agency:event:{event.pk}"
    tell(News(seat.person, "agency", reference, text, link, text, lines, label="See the agency"))


def role_changed(seat: AgencyMember, event: AgencyEvent) -> None:
    text = f"You are now {_a(seat.role)} of {seat.agency.name}."
    _tell(seat.person, seat.agency, f"agency:event:{event.pk}", text)


def limit_changed(seat: AgencyMember, event: AgencyEvent) -> None:
    text = f"{seat.agency.name}: {limit_in_words(seat.monthly_limit)}"
    _tell(seat.person, seat.agency, f"agency:event:{event.pk}", text)


def handed_over(agency: Agency, to: User, by: User, event: AgencyEvent) -> None:
    text = f"{by.name} has handed {agency.name} over to you: you are its owner now."
    lines = (text, "People, money and its membership are yours to look after.")
    link, reference = reverse("agency_members", args=[agency.handle]), f"agency:event:{event.pk}"
    tell(News(to, "agency", reference, text, link, text, lines, label="See the agency"))


def limit_in_words(limit: int | None) -> str:
    """`You may spend 20 of its Connects a month.`"""
    if limit is None:
        return "You may spend its Connects without a monthly limit."
    if limit == 0:
        return "You may not spend its Connects."
    return f"You may spend {limit:,} of its Connect{'' if limit == 1 else 's'} a month."


def _tell(person: User, agency: Agency, reference: str, text: str) -> None:
    tell(News(person, "agency", reference, text, reverse("agency_members", args=[agency.handle])))


def _a(role: str) -> str:
    return "the owner" if role == AgencyMember.Role.OWNER else f"a {role}"
