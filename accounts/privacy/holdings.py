"""What the two lowest rooms and the frameworks know of a person, and what becomes of it."""

import re
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.agencies import people
from accounts.agencies.errors import OwnerStays
from accounts.agencies.models import Seats
from accounts.identity import IdentitySign
from accounts.models import (
    AccountClosure,
    AgencyEvent,
    AgencyInvitation,
    AgencyMember,
    Block,
    Case,
    CaseEvent,
    ClientProfile,
    Consent,
    DemoPerson,
    Flag,
    Impersonation,
    Report,
    StandingEvent,
    User,
)
from accounts.normalise import email_key
from accounts.privacy.registry import Blanked, Gone, Holding, Kept, Obstacle, Room, Subject, register
from common import clock
from common.models import Issue, Mail, MailPace, Notice, NoticeSwitch, PolicyChange, Subscriber

_OPERATORS = Kept("What operators did stays on the record; operators hand over before they go.")
_ONE_WAY = (IdentitySign.Kind.MAILBOX, IdentitySign.Kind.CARD)

_ACCOUNT = (
    Holding(
        User,
        (),
        Kept("The books name the row; everything personal in it is written over."),
        more=lambda person: Q(pk=person.pk),
        hidden=("password", "email_key", "is_superuser", "is_staff"),
    ),
    Holding(
        ClientProfile,
        ("person",),
        Blanked(
            {
                "company": "",
                "country": "",
                "about": "",
                "website": "",
                "domain_verified": False,
                "payment_verified": False,
            }
        ),
    ),
    Holding(DemoPerson, ("person",), Gone()),
    Holding(EmailConfirmation, ("email_address__user",), Gone(), hidden=("key",)),
    Holding(EmailAddress, ("user",), Gone()),
    Holding(Authenticator, ("user",), Gone(), hidden=("data",)),
    Holding(UserSession, ("user",), Gone(), hidden=("session_key", "data")),
    Holding(AccountClosure, ("person",), Kept("Says that the account is closed, and nothing else."), hidden=("by",)),
    Holding(Consent, ("person",), Kept("Proves what was agreed to, by number and version.")),
    Holding(
        IdentitySign,
        ("person",),
        Kept("One-way marks of mailbox and card keep a second welcome from being given; the others are deleted."),
        hidden=("mark",),
    ),
    Holding(AgencyMember, ("person",), Kept("What was spent from a pool names who spent it.")),
    Holding(
        AgencyInvitation,
        ("accepted_by",),
        Kept("The agency's record, with the address written over."),
        mailbox="email",
        hidden=("email_key", "token_hash", "invited_by"),
    ),
    Holding(AgencyEvent, ("actor",), Kept("The agency's record, with the name written over.")),
    Holding(Case, ("owner",), Kept("What operators decided, without the name."), hidden=("judged_by", "why")),
    Holding(Report, ("reporter",), Kept("What was reported has to stay judged.")),
    Holding(Flag, ("case__owner",), Gone()),
    Holding(CaseEvent, ("by",), _OPERATORS),
    Holding(Block, ("blocker",), Gone()),
    Holding(StandingEvent, ("person",), Kept("Suspensions and bans are rows that stay."), hidden=("by",)),
    Holding(LogEntry, ("user",), _OPERATORS),
    Holding(
        Impersonation,
        ("person",),
        Kept("That an operator looked at the site as them, when and why, stays on record."),
        hidden=("operator",),
    ),
)

_POST = (
    Holding(Mail, ("person",), Gone(), mailbox="to", hidden=("html", "error")),
    Holding(Subscriber, (), Gone(), mailbox="email"),
    Holding(Notice, ("person",), Gone()),
    Holding(NoticeSwitch, ("person",), Gone()),
    Holding(MailPace, ("person",), Gone()),
    Holding(Issue, ("written_by",), _OPERATORS),
    Holding(PolicyChange, ("actor",), _OPERATORS),
)


def _obstacles(person: User) -> list[Obstacle]:
    if person.is_staff or person.is_superuser:
        return [Obstacle(_("Operators do not close their own account: another operator takes the access away first."))]
    owned = _seats(person).filter(role=AgencyMember.Role.OWNER).select_related("agency")
    return [
        Obstacle(
            _("You own the agency {agency}: hand it over to another member first.").format(agency=seat.agency.name),
            reverse("agency_members", args=[seat.agency.handle]),
        )
        for seat in owned
    ]


def _effects(person: User) -> list[str]:
    seats = _seats(person).exclude(role=AgencyMember.Role.OWNER).select_related("agency")
    left = [_("You leave the agency {agency}.").format(agency=seat.agency.name) for seat in seats]
    return [*left, _("You are logged out everywhere, and nobody can log in with this account again.")]


def _leave_agencies(person: User) -> None:
    for seat in _seats(person).select_related("agency"):
        try:
            people.leave(seat.agency, person=person)
        except OwnerStays:
            # Handed over to them in that very moment: an operator finds it among the agencies.
            continue


def _seats(person: User) -> Seats:
    return AgencyMember.objects.present().filter(person=person)


def _erase(of: Subject) -> None:
    _write_over_the_person(of)
    _forget_addresses(of)
    _forget_the_name(of)
    IdentitySign.objects.filter(person=of.person).exclude(kind__in=_ONE_WAY).delete()


def _write_over_the_person(of: Subject) -> None:
    person = of.person
    person.name, person.email, person.country, person.time_zone = of.pseudonym, of.address, "", "UTC"
    person.language = settings.LANGUAGE_CODE
    person.last_seen_at = person.last_login = person.country_changed_at = person.email_verified_at = None
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()


def _forget_addresses(of: Subject) -> None:
    keys = [email_key(each) for each in of.emails]
    invited = AgencyInvitation.objects.filter(Q(email_key__in=keys) | Q(accepted_by=of.person))
    for agency, email in invited.values_list("agency", "email"):
        _write_over(AgencyEvent.objects.filter(agency=agency), "text", email, of.pseudonym)
    invited.unanswered().update(cancelled_at=clock.now())
    invited.update(email=of.address, email_key=of.address)


def _forget_the_name(of: Subject) -> None:
    Block.objects.filter(blocked=of.person).update(name=of.pseudonym)
    about = LogEntry.objects.filter(content_type__app_label="accounts", content_type__model="user")
    about.filter(object_id=str(of.person.pk)).update(object_repr=of.pseudonym)
    agencies = AgencyMember.objects.filter(person=of.person).values("agency")
    _write_over(AgencyEvent.objects.filter(agency__in=agencies), "text", of.name, of.pseudonym)
    _write_over(Case.objects.filter(owner=of.person), "title", of.name, of.pseudonym)


def _write_over(rows: QuerySet[Any], name: str, words: str, pseudonym: str) -> None:
    """Whole words only: "Ben" stays in "Benny". Whatever of it no longer fits is cut off."""
    if not words:
        return
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    for row in rows.filter(**{f"{name}__contains": words}):
        text = whole.sub(pseudonym, getattr(row, name))
        rows.filter(pk=row.pk).update(**{name: text[: row._meta.get_field(name).max_length]})


register(
    Room(
        "account",
        _ACCOUNT,
        apart={
            "sessions.Session": "Names nobody; the sessions of an account end with it.",
        },
        obstacles=_obstacles,
        effects=_effects,
        wind_up=_leave_agencies,
        erase=_erase,
    )
)
register(Room("post", _POST))
