"""Looking at an account before it is given anything for nothing: does it share a sign with one that was given before?

Then its free grants wait, with the reasons, until an operator has judged (connects.judging). What a judge has called
another person is not asked again for the same reason.
"""

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import signs
from accounts.identity import IdentitySign
from accounts.models import User
from accounts.signs import Shared
from common import clock
from common.telling import News, tell_many
from connects.booking import hold
from connects.models import NOT_FREE, HeldGrant, Lot, Suspicion, SuspicionReason, Wallet

Verdict = Suspicion.Verdict
# An address has one domain: whoever was cleared of it is cleared, however many come after.
_CLEARED_AS_A_WHOLE = (IdentitySign.Kind.DOMAIN, IdentitySign.Kind.DISPOSABLE)


@transaction.atomic
def look_at(person: User) -> Suspicion | None:
    """Suspect the account if it shares a sign with another that has had free Connects. The suspicion, if there is one.

    Without a wallet there is nothing to hold; taking on the freelancer role looks again.
    """
    wallet = Wallet.objects.filter(person=person).first()
    if wallet is None or person.is_staff:
        return None
    found = signs.shared(person, counts=partial(_count, person))
    return _suspect(wallet, person, found) if found else None


def to_judge() -> int:
    """How many accounts wait for an operator to say whether they are second ones."""
    return Suspicion.objects.filter(verdict=Suspicion.Verdict.OPEN).count()


def cleared_kinds(one: User, other: User) -> set[str]:
    """By what kinds of sign an operator has found these two to be different people."""
    pair = Q(suspicion__person=one, other=other) | Q(suspicion__person=other, other=one)
    return set(SuspicionReason.objects.filter(pair, suspicion__verdict=Verdict.CLEARED).values_list("kind", flat=True))


def _count(person: User, kind: str, others: dict[int, bool]) -> Collection[int]:
    """Those who had free Connects, and those whose free Connects wait and who were there first; none that is cleared.

    Of two accounts the later one waits. But whoever comes first and joins last must not be given twice either.
    """
    given = Lot.objects.filter(wallet__person__in=others).exclude(source__in=NOT_FREE)
    wait = HeldGrant.objects.filter(wallet__person__in=[who for who, was_first in others.items() if was_first])
    have = set(given.values_list("wallet__person", flat=True)) | set(wait.values_list("wallet__person", flat=True))
    return have - _cleared(person, kind, have) if have else have


def _cleared(person: User, kind: str, others: set[int]) -> set[int]:
    reasons = SuspicionReason.objects.filter(kind=kind, suspicion__verdict=Verdict.CLEARED)
    mine = set(reasons.filter(suspicion__person=person).values_list("other", flat=True))
    if mine and kind in _CLEARED_AS_A_WHOLE:
        return others
    theirs = reasons.filter(suspicion__person__in=others, other=person)
    return mine | set(theirs.values_list("suspicion__person", flat=True))


def _suspect(wallet: Wallet, person: User, found: list[Shared]) -> Suspicion:
    hold(wallet.pk)
    standing = Suspicion.objects.filter(wallet=wallet).exclude(verdict=Verdict.CLEARED).first()
    if standing and standing.verdict == Verdict.UPHELD:
        return standing
    raised = standing or Suspicion.objects.create(wallet=wallet, person=person)
    SuspicionReason.objects.bulk_create(
        [SuspicionReason(suspicion=raised, kind=each.kind, other=each.other, seen_at=each.seen_at) for each in found],
        ignore_conflicts=True,
    )
    if standing is None:
        Wallet.objects.filter(pk=wallet.pk, held_since=None).update(held_since=clock.now())
        _tell_operators(raised)
    return raised


def _tell_operators(raised: Suspicion) -> None:
    tell_many(
        News(
            to=operator,
            kind="suspected",
            reference=f"suspected:{raised.pk}",
            text=f"{raised.person} ({raised.person.email}) may be a second account: free Connects wait for you.",
            link=reverse("admin:connects_suspicion_change", args=[raised.pk]),
        )
        for operator in User.objects.filter(is_staff=True, is_active=True)
    )
