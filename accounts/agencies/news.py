"""What is told of an agency to those whom it concerns, in the transaction of its cause; and what is noted of it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.agencies.models import Agency, AgencyEvent, AgencyInvitation, AgencyMember
from accounts.models import User
from common import mail
from common.numbers import figure
from common.reading import read_by
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
    names = {"name": invitation.invited_by.name, "agency": invitation.agency.name}
    with read_by(person):
        text = _("{name} invites you to the agency {agency}.").format(**names)
        tell(
            News(
                person,
                "agency_invitation",
                f"agency_invitation:{invitation.pk}",
                text,
                invitation.get_absolute_url(),
                subject=_("{name} invites you to {agency}").format(**names),
                lines=(text, _what_it_means(invitation.role)),
                facts=((_("Agency"), invitation.agency.name), (_("Your role"), invitation.get_role_display())),
                label=_("See the invitation"),
            )
        )


def accepted(seat: AgencyMember, invitation: AgencyInvitation, owner: User) -> None:
    names = {"name": seat.person.name, "agency": seat.agency.name}
    for person in {owner.pk: owner, invitation.invited_by_id: invitation.invited_by}.values():
        with read_by(person):
            text = _("{name} has joined {agency}.").format(**names)
            _tell(person, seat.agency, f"agency:joined:{seat.pk}", text)


def declined(invitation: AgencyInvitation) -> None:
    names = {"email": invitation.email, "agency": invitation.agency.name}
    with read_by(invitation.invited_by):
        text = _("{email} has declined the invitation to {agency}.").format(**names)
        _tell(invitation.invited_by, invitation.agency, f"agency:declined:{invitation.pk}", text)


def left(seat: AgencyMember, owner: User) -> None:
    with read_by(owner):
        text = _("{name} has left {agency}.").format(name=seat.person.name, agency=seat.agency.name)
        _tell(owner, seat.agency, f"agency:left:{seat.pk}", text)


def removed(seat: AgencyMember, event: AgencyEvent) -> None:
    """To the one who is out: there is no page of the agency for them any more, but the public one."""
    link, reference = seat.agency.get_absolute_url(), f"agency:event:{event.pk}"
    with read_by(seat.person):
        text = _("You are no longer in the agency {agency}.").format(agency=seat.agency.name)
        more = _("From now on you send proposals as yourself only. What you sent in its name stays on your pages.")
        tell(News(seat.person, "agency", reference, text, link, text, (text, more), label=_("See the agency")))


def role_changed(seat: AgencyMember, event: AgencyEvent) -> None:
    with read_by(seat.person):
        text = _new_role(seat.role).format(agency=seat.agency.name)
        _tell(seat.person, seat.agency, f"agency:event:{event.pk}", text)


def limit_changed(seat: AgencyMember, event: AgencyEvent) -> None:
    with read_by(seat.person):
        text = f"{seat.agency.name}: {limit_in_words(seat.monthly_limit)}"
        _tell(seat.person, seat.agency, f"agency:event:{event.pk}", text)


def handed_over(agency: Agency, to: User, by: User, event: AgencyEvent) -> None:
    link, reference = reverse("agency_members", args=[agency.handle]), f"agency:event:{event.pk}"
    with read_by(to):
        text = _("{name} has handed {agency} over to you: you are its owner now.")
        text = text.format(name=by.name, agency=agency.name)
        more = _("People, money and its membership are yours to look after.")
        tell(News(to, "agency", reference, text, link, text, (text, more), label=_("See the agency")))


def limit_in_words(limit: int | None) -> str:
    """`You may spend 20 of its Connects a month.`"""
    if limit is None:
        return _("You may spend its Connects without a monthly limit.")
    if limit == 0:
        return _("You may not spend its Connects.")
    return ngettext(
        "You may spend {n} of its Connect a month.", "You may spend {n} of its Connects a month.", limit
    ).format(n=figure(limit))


def _tell(person: User, agency: Agency, reference: str, text: str) -> None:
    """The words are made by whoever calls, inside `read_by(person)`."""
    with read_by(person):
        tell(News(person, "agency", reference, text, reverse("agency_members", args=[agency.handle])))


def _what_it_means(role: str) -> str:
    if role == AgencyMember.Role.MANAGER:
        return _("As a manager you send proposals in its name, paid from its pool of Connects.")
    return _("As a member you send proposals in its name, paid from its pool of Connects.")


def _new_role(role: str) -> str:
    if role == AgencyMember.Role.OWNER:
        return _("You are now the owner of {agency}.")
    if role == AgencyMember.Role.MANAGER:
        return _("You are now a manager of {agency}.")
    return _("You are now a member of {agency}.")
