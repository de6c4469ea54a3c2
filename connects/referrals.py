"""Who came by whose link, and when that counts (PRODUCT 3).

A newcomer's first purchase counts once it is some days old and the money has stayed; a first contract with somebody
unrelated counts when it is finished. The books of payments and contracts are of higher rooms: they tell of both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import signs
from accounts.models import AgencyMember, User
from common import clock
from common.reading import read_by
from common.telling import News, tell
from connects import rules, suspicions
from connects.models import Referral, ReferralCode, ReferralPolicy

State, Why = Referral.State, Referral.Why
# Signs that an operator may find to mean nothing.
BY_SIGN = (Why.MAILBOX, Why.DEVICE, Why.CARD)


@dataclass(frozen=True, slots=True)
class Bought:
    """A newcomer's first purchase whose money has stayed. Not `settled` while a bank questions it."""

    reference: str
    paid_at: datetime
    settled: bool


# Answers with the person's first purchase that may count, None without one.
PurchaseSource = Callable[[User], Bought | None]
_purchases: list[PurchaseSource] = []


def register_purchases(source: PurchaseSource) -> None:
    """The room that knows purchases says how to find somebody's first."""
    _purchases[:] = [source]


def first_purchase(person: User) -> Bought | None:
    return next((found for source in _purchases if (found := source(person))), None)


def policy() -> ReferralPolicy:
    return ReferralPolicy.objects.get(pk=1)


def code_of(person: User) -> ReferralCode:
    """The person's own link, made when they first look for it."""
    return ReferralCode.objects.get_or_create(person=person)[0]


def is_known(code: str) -> bool:
    """Whether it is anybody's link, whatever became of them."""
    return ReferralCode.objects.filter(code=code.lower()).exists()


def referrer_of(code: str) -> User | None:
    """Whose link this is; None for none, for somebody who is gone, and while the programme is off."""
    found = ReferralCode.objects.select_related("person").filter(code=code.lower(), person__is_active=True).first()
    return found.person if found and policy().enabled else None


@transaction.atomic
def joined(newcomer: User, *, code: str) -> Referral | None:
    """Somebody has signed up after following a link; once per newcomer. None when the link is nobody's any more."""
    referrer = referrer_of(code)
    if referrer is None or referrer.pk == newcomer.pk:
        return None
    referral, new = Referral.objects.get_or_create(newcomer=newcomer, defaults={"referrer": referrer})
    if new and (why := why_not(referral)):
        decide(referral, State.NOT_COUNTED, at=clock.now(), why=why)
    elif new:
        _tell_joined(referral)
    return referral


@transaction.atomic
def bought(newcomer: User, *, reference: str, at: datetime) -> None:
    """A purchase of more than nothing was paid: the first one begins to count once it is old enough."""
    due_at = at + timedelta(days=policy().age_days)
    Referral.objects.filter(newcomer=newcomer, state=State.JOINED).update(
        state=State.WAITING, due_at=due_at, counted=reference
    )


def count_again(newcomer: User) -> None:
    """An operator has found the newcomer to be another person: what did not count for a sign is looked at again."""
    again = {"state": State.WAITING, "why": Why.NONE, "decided_at": None, "due_at": clock.now()}
    by_sign = Referral.objects.filter(newcomer=newcomer, why__in=(*BY_SIGN, Why.SUSPECTED))
    # A contract that has finished stays finished; which purchase counts is looked up again.
    contracts = by_sign.filter(counted__startswith="contract:").values_list("pk", flat=True)
    kept = list(contracts)
    by_sign.exclude(pk__in=kept).update(counted="", **again)
    Referral.objects.filter(pk__in=kept).update(**again)


def count_no_more(newcomer: User) -> None:
    """An operator has found the newcomer to be somebody who was here before."""
    Referral.objects.filter(newcomer=newcomer, state__in=(State.JOINED, State.WAITING)).update(
        state=State.NOT_COUNTED, why=Why.SUSPECTED, decided_at=clock.now(), due_at=None
    )


def decide(referral: Referral, state: Referral.State, *, at: datetime, why: str = "", counted: str = "") -> None:
    referral.state, referral.why, referral.decided_at, referral.due_at = state, Why(why), at, None
    referral.counted = counted or referral.counted
    referral.save(update_fields=["state", "why", "decided_at", "due_at", "counted"])


def why_not(referral: Referral) -> str:
    """What speaks against counting it now, as `Referral.Why`; empty for nothing."""
    one, other = referral.newcomer, referral.referrer
    share = signs.kinds_shared(one, other)
    if one.email_key == other.email_key:
        share.add(Why.MAILBOX)
    if share:
        share -= suspicions.cleared_kinds(one, other)
    return rules.why_not_counted(
        rules.Pair(
            share=frozenset(share),
            in_one_agency=in_one_agency(one, other),
            known_mailbox=User.objects.filter(email_key=one.email_key, pk__lt=one.pk).exists(),
        )
    )


def related(newcomer: User, client: User) -> bool:
    """Whether a contract between these two proves nothing: they look alike, or belong to one agency."""
    alike = newcomer.email_key == client.email_key or signs.kinds_shared(newcomer, client)
    return bool(alike) or in_one_agency(newcomer, client)


def in_one_agency(one: User, other: User) -> bool:
    theirs = AgencyMember.objects.filter(agency=OuterRef("agency"), person=other)
    return AgencyMember.objects.filter(Exists(theirs), person=one).exists()


def _tell_joined(referral: Referral) -> None:
    with read_by(referral.referrer):
        text = _("{newcomer} has joined by your link.").format(newcomer=referral.newcomer.get_short_name())
        tell(
            News(
                to=referral.referrer,
                kind="referral",
                reference=f"referral:{referral.pk}:joined",
                text=text,
                link=reverse("referrals"),
            )
        )
