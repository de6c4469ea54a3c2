"""Noting signs of an account, and finding the accounts that share one (PRODUCT 3).

Nothing is noted of strangers: a browser is remembered once an account has been used in it, and only a hash of it is
kept. Operators, and doors that everybody may use in a demo, leave no sign.
"""

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.core.signing import BadSignature
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts import rules
from accounts.identity import IdentitySign, MailDomain, SignPolicy
from accounts.models import User
from accounts.normalise import sign_mark
from accounts.signals import sign_noted

COOKIE = "guildhall_device"
# The rows of a shared sign are its mutex: of two accounts that join at once, the second sees what the first was given.
LOCKED = True
# Nobody judges by more of them, and a school's computer has many.
_MOST, _MOST_ROWS = 20, 200
# Told a kind of sign and who has it, first seen first: whom to look at, each with those who count against it.
Count = Callable[[str, list[int]], Mapping[int, Collection[int]]]
_NEW, _NONE = "_new_device", "_leaves_no_sign"
Kind = IdentitySign.Kind


@dataclass(frozen=True, slots=True)
class Shared:
    """Another account with the same sign, and when that account was seen with it."""

    kind: str
    other: User
    seen_at: datetime


def leave_none(request: HttpRequest) -> None:
    """This way in is open to everybody, so it says nothing about who comes by it."""
    setattr(request, _NONE, True)


@transaction.atomic
def note_visit(request: HttpRequest, person: User) -> None:
    """Somebody signed up or logged in: note the browser, once per account and browser, and what the address says."""
    if getattr(request, _NONE, False) or person.is_staff:
        return
    _note(person, {Kind.DEVICE: _device(request), **rules.address_signs(person.email_key, _listed_as(person))})


def note_device(person: User, device: str) -> None:
    """The account was used in this browser."""
    _note(person, {Kind.DEVICE: device})


def note_card(person: User, means: str) -> None:
    """The account has paid: `means` names the card or account that paid, as "card:Xt5EWLLDS7FJjR1c"."""
    if means and not person.is_staff:
        _note(person, {Kind.CARD: means})


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser of an account that has just been used its name, for the next time."""
    if device := getattr(request, _NEW, ""):
        days = SignPolicy.objects.get(pk=1).device_days
        response.set_signed_cookie(
            COOKIE,
            device,
            salt=COOKIE,
            max_age=timedelta(days=days),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def shared(person: User, *, counts: Count) -> dict[int, list[Shared]]:
    """What speaks against this account, and against those that share a sign with it: by person, oldest sign first.

    Locks what they share until the transaction ends. `counts` is told a kind and who has the sign; it names whom to
    look at, and who counts against each. Operators are nobody's second account.
    """
    mine = {(sign.kind, sign.mark): sign for sign in IdentitySign.objects.filter(person=person)}
    found: dict[int, list[Shared]] = {}
    limits = _limits()
    at_provider = _listed_as(person) == MailDomain.Kind.SHARED
    for (kind, mark), rows in groupby(_rows(mine, limits), key=lambda row: (row.kind, row.mark)):
        having = {row.person_id: row for row in rows if not row.person.is_staff}
        having.setdefault(person.pk, mine[kind, mark])
        for who, counted in counts(kind, list(having)).items() if len(having) > 1 else ():
            others = [row for row in having.values() if row.person_id in counted]
            against = _against(having[who], others, at_provider=at_provider, limits=limits)
            found.setdefault(who, []).extend(against)
    return {who: sorted(each, key=lambda one: (one.seen_at, one.other.pk)) for who, each in found.items() if each}


def kinds_shared(one: User, other: User) -> set[str]:
    """What two accounts have in common of mailbox, browser and card."""
    limits = _limits()
    switched_on = {Kind.MAILBOX: True, Kind.DEVICE: limits.devices, Kind.CARD: limits.cards}
    asked = IdentitySign.objects.filter(kind__in=[kind for kind, on in switched_on.items() if on])
    mine, theirs = (set(asked.filter(person=who).values_list("kind", "mark")) for who in (one, other))
    return {kind for kind, _ in mine & theirs}


def _against(
    own: IdentitySign, others: list[IdentitySign], *, at_provider: bool, limits: rules.Limits
) -> list[Shared]:
    seen = [row.seen_at for row in others]
    telling = rules.telling(own.kind, own.seen_at, seen, at_provider=at_provider, limits=limits)
    return [Shared(own.kind, others[n].person, others[n].seen_at) for n in telling[:_MOST]]


def _rows(mine: dict[tuple[str, str], IdentitySign], limits: rules.Limits) -> Iterator[IdentitySign]:
    for (kind, mark), own in sorted(mine.items()):
        rows = IdentitySign.objects.filter(kind=kind, mark=mark).select_related("person").order_by("id")
        if kind == Kind.DOMAIN:
            days = timedelta(days=limits.domain_days)
            rows = rows.filter(seen_at__range=(own.seen_at - days, own.seen_at + days))
        if LOCKED:
            rows = rows.select_for_update(no_key=True, of=("self",))
        yield from rows[:_MOST_ROWS]


def _note(person: User, signs: dict[str, str]) -> None:
    rows = [IdentitySign(person=person, kind=kind, mark=sign_mark(kind, raw)) for kind, raw in signs.items()]
    IdentitySign.objects.bulk_create(rows, ignore_conflicts=True)
    sign_noted.send(User, person=person)


def _device(request: HttpRequest) -> str:
    try:
        known = request.get_signed_cookie(COOKIE, "", salt=COOKIE)
    except BadSignature:
        known = ""
    device: str = getattr(request, _NEW, "") or known or secrets.token_urlsafe(18)
    # Given again each time: it is remembered for so long after the last use.
    setattr(request, _NEW, device)
    return device


def _limits() -> rules.Limits:
    policy = SignPolicy.objects.get(pk=1)
    names = ("devices", "cards", "addresses", "numbered_days", "domain_accounts", "domain_days")
    return rules.Limits(**{name: getattr(policy, name) for name in names})


def _listed_as(person: User) -> str:
    domain = person.email_key.rpartition("@")[2]
    return MailDomain.objects.filter(domain=domain).values_list("kind", flat=True).first() or ""
