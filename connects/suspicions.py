"""Looking at an account that shows a sign: of those that share it, the free grants of whoever came later wait.

That need not be the one who shows it. They wait, with the reasons, until an operator has judged (connects.judging).
What a judge has called another person is not asked again for the same reason.
"""

from functools import partial

from django.db import transaction
from django.db.models import Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import signs
from accounts.identity import IdentitySign
from accounts.models import User
from accounts.signs import Shared
from accounts.staff import operators
from common import clock
from common.reading import read_by
from common.telling import News, tell_many
from connects.booking import hold
from connects.models import NOT_FREE, HeldGrant, Lot, Suspicion, SuspicionReason, Wallet

Verdict = Suspicion.Verdict
# An address has one domain: whoever was cleared of it is cleared, however many come after.
_CLEARED_AS_A_WHOLE = (IdentitySign.Kind.DOMAIN, IdentitySign.Kind.DISPOSABLE)


@transaction.atomic
def look_at(person: User) -> Suspicion | None:
    """Suspect whoever shares a sign with another that had free Connects before. The person's suspicion, if any.

    Of two accounts the later one waits, whichever of them this is. Without a wallet there is nothing to hold; taking
    on the freelancer role looks again.
    """
    if person.is_staff or not Wallet.objects.filter(person=person).exists():
        return None
    found = signs.shared(person, counts=partial(_count, person))
    # Of the others those that wait already have their reasons, and will be looked at when they come by themselves.
    new = Q(person=person) | Q(held_since=None)
    later = Wallet.objects.filter(new, person__in=found).select_related("person").order_by("pk")
    raised = {who.pk: _suspect(wallet, who, found[who.pk]) for wallet in later if (who := wallet.person)}
    return raised.get(person.pk)


def to_judge() -> int:
    """How many accounts wait for an operator to say whether they are second ones."""
    return Suspicion.objects.filter(verdict=Suspicion.Verdict.OPEN).count()


def cleared_kinds(one: User, other: User) -> set[str]:
    """By what kinds of sign an operator has found these two to be different people."""
    pair = Q(suspicion__person=one, other=other) | Q(suspicion__person=other, other=one)
    return set(SuspicionReason.objects.filter(pair, suspicion__verdict=Verdict.CLEARED).values_list("kind", flat=True))


def _count(person: User, kind: str, having: list[int]) -> dict[int, set[int]]:
    """Against the person, those who came before; against those who came after, the same. None that is cleared."""
    cleared = _cleared(kind, having)
    before = {who: earlier - cleared[who] for who, earlier in _earlier(having).items()}
    return {who: earlier for who, earlier in before.items() if who == person.pk or person.pk in earlier}


def _earlier(having: list[int]) -> dict[int, set[int]]:
    """For each account those that had free Connects before it, and those that wait for theirs and were there first.

    Whoever comes first and joins last must not be given twice either.
    """
    free = Lot.objects.filter(wallet__person__in=having).exclude(source__in=NOT_FREE).values("wallet__person")
    firsts = free.annotate(first=Min("issued_at"), lot=Min("id")).order_by("first", "lot")
    given = list(firsts.values_list("wallet__person", flat=True))
    wait = set(HeldGrant.objects.filter(wallet__person__in=having).values_list("wallet__person", flat=True))
    earlier = {who: set(given[:place]) for place, who in enumerate(given)}
    for place, who in enumerate(having):
        earlier.setdefault(who, set(given) | wait.intersection(having[:place]))
    return earlier


def _cleared(kind: str, having: list[int]) -> dict[int, set[int]]:
    """For each account those of whom an operator has told it apart."""
    apart: dict[int, set[int]] = {who: set() for who in having}
    reasons = SuspicionReason.objects.filter(kind=kind, suspicion__verdict=Verdict.CLEARED)
    for one, other in reasons.filter(suspicion__person__in=having).values_list("suspicion__person", "other"):
        apart[one] |= set(having) if kind in _CLEARED_AS_A_WHOLE else {other}
        apart.setdefault(other, set()).add(one)
    return apart


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
    tell_many(_news(raised, operator) for operator in operators.who_may("connects.change_suspicion"))


def _news(raised: Suspicion, operator: User) -> News:
    with read_by(operator):
        text = _("{person} ({email}) may be a second account: free Connects wait for you.")
        return News(
            to=operator,
            kind="suspected",
            reference=f"suspected:{raised.pk}",
            text=text.format(person=raised.person, email=raised.person.email),
            link=reverse("admin:connects_suspicion_change", args=[raised.pk]),
        )
