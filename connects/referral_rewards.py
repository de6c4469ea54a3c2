"""Rewarding referrals: once per newcomer, so many a month per referrer, and only while nothing speaks against it.

A newcomer who may be somebody's second account waits with the referral until an operator has judged. What is refunded
after the reward changes nothing any more: that is what the days of waiting are for. Lock order: the referrer's link,
whose row is the mutex of their month; the referral; the wallets by their number.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell
from connects.granting import grant_once
from connects.models import Referral, ReferralCode, Source, Wallet
from connects.referrals import BY_SIGN, decide, first_purchase, policy, related, why_not

State = Referral.State
_TOMORROW = timedelta(days=1)
LOCKED = True


def reward_due(at: datetime) -> int:
    """Look at every referral whose purchase has become old enough. The sweep `connects.referrals`.

    Each is a transaction of its own. Returns how many were looked at.
    """
    if not policy().enabled:
        return 0
    due = Referral.objects.filter(state=State.WAITING, due_at__lte=at).order_by("due_at", "id")
    looked = 0
    for referral_id, referrer_id in list(due.values_list("pk", "referrer_id")):
        settle(referral_id, referrer_id, at=at)
        looked += 1
    return looked


def next_due() -> datetime | None:
    """When the next purchase becomes old enough; None while the programme rests."""
    if not policy().enabled:
        return None
    first: datetime | None = Referral.objects.filter(state=State.WAITING).aggregate(first=Min("due_at"))["first"]
    return first


def qualified_by_contract(newcomer: User, *, client: User, reference: str, at: datetime) -> Referral | None:
    """A contract of the newcomer's has finished: the first with an unrelated client counts at once.

    `reference` names it, as "contract:7". None when nothing waits for it or the client is related.
    """
    mine = Referral.objects.filter(newcomer=newcomer).select_related("referrer")
    waiting = mine.filter(Q(state__in=(State.JOINED, State.WAITING)) | Q(why__in=BY_SIGN, counted="")).first()
    if waiting is None or not policy().enabled:
        return None
    if client.pk == waiting.referrer_id or related(newcomer, client) or related(waiting.referrer, client):
        return None
    if waiting.state == State.NOT_COUNTED:
        # Kept for the day on which an operator finds that the sign meant nothing.
        mine.filter(pk=waiting.pk).update(counted=reference)
        return None
    return settle(waiting.pk, waiting.referrer_id, at=at, contract=reference)


@transaction.atomic
def settle(referral_id: int, referrer_id: int, *, at: datetime, contract: str = "") -> Referral:
    """Decide one referral if it can be decided now, or say when to look again. Decided, it stays as it is."""
    codes, rows = ReferralCode.objects.all(), Referral.objects.select_related("referrer", "newcomer")
    if LOCKED:
        codes = codes.select_for_update(no_key=True)
        rows = rows.select_for_update(no_key=True, of=("self",))
    list(codes.filter(person=referrer_id))
    referral = rows.get(pk=referral_id)
    if referral.state in Referral.DECIDED:
        return referral
    # A contract that counted stays the reason while the newcomer is being looked at.
    finished = contract or (referral.counted if referral.counted.startswith("contract:") else "")
    if counted := finished or _ripe_purchase(referral, at):
        _decide(referral, counted, at)
    return referral


def _ripe_purchase(referral: Referral, at: datetime) -> str:
    """The purchase that counts now. Without one, the referral is told when to be looked at again, if ever."""
    found = first_purchase(referral.newcomer)
    if found is None:
        _wait(referral, None)
        return ""
    # The days that held when it was paid were promised for it; another one has days of its own.
    promised = referral.due_at if referral.counted == found.reference else None
    ripe_at = promised or found.paid_at + timedelta(days=policy().age_days)
    if not found.settled:
        ripe_at = max(ripe_at, at + _TOMORROW)
    if ripe_at > at:
        _wait(referral, ripe_at, counted=found.reference)
        return ""
    return found.reference


def _decide(referral: Referral, counted: str, at: datetime) -> None:
    if why := why_not(referral):
        decide(referral, State.NOT_COUNTED, at=at, why=why, counted=counted)
    elif Wallet.objects.filter(person=referral.newcomer, held_since__isnull=False).exists():
        _wait(referral, at + _TOMORROW, counted=counted)
    else:
        over = _rewards_this_month(referral.referrer, at) >= policy().monthly_cap
        decide(referral, State.OVER_CAP if over else State.REWARDED, at=at, counted=counted)
        _reward(referral, referrer_too=not over)


def _wait(referral: Referral, until: datetime | None, *, counted: str = "") -> None:
    referral.state = State.WAITING if until else State.JOINED
    referral.due_at, referral.counted = until, counted
    referral.save(update_fields=["state", "due_at", "counted"])


def _rewards_this_month(referrer: User, at: datetime) -> int:
    begin = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Referral.objects.filter(referrer=referrer, state=State.REWARDED, decided_at__gte=begin).count()


def _reward(referral: Referral, *, referrer_too: bool) -> None:
    """Both their Connects, wallets by their number; whoever has none, or has gone, gets none."""
    shares = {referral.newcomer_id: (referral.newcomer, Source.REFERRED, "")}
    if referrer_too:
        shares[referral.referrer_id] = (referral.referrer, Source.REFERRAL, str(referral.pk))
    theirs = Wallet.objects.filter(person__in=shares, person__is_active=True)
    wallets = theirs.order_by("id").values_list("person", flat=True)
    for person_id in wallets:
        person, source, of = shares[person_id]
        booked = grant_once(person, source, of=of, cause=f"referral:{referral.pk}")
        if booked and not booked.again:
            _tell(person, booked.amount, referral)
    if not referrer_too:
        _tell_over_cap(referral)


def _tell(person: User, connects: int, referral: Referral) -> None:
    with read_by(person):
        text = _settled_in(connects, referral, to_referrer=person.pk == referral.referrer_id)
        subject = ngettext("{number} Connect by an invitation", "{number} Connects by an invitation", connects)
        tell(
            News(
                to=person,
                kind="referral",
                reference=f"referral:{referral.pk}:rewarded",
                text=text,
                link=reverse("referrals"),
                subject=subject.format(number=figure(connects)),
                lines=(text,),
                label=_("Your invitations"),
            )
        )


def _settled_in(connects: int, referral: Referral, *, to_referrer: bool) -> str:
    if to_referrer:
        return ngettext(
            "{number} Connect for you: {newcomer}, whom you invited, has settled in.",
            "{number} Connects for you: {newcomer}, whom you invited, has settled in.",
            connects,
        ).format(number=figure(connects), newcomer=referral.newcomer.get_short_name())
    return ngettext(
        "{number} Connect for you: you came by {referrer}'s invitation, and it counts now.",
        "{number} Connects for you: you came by {referrer}'s invitation, and it counts now.",
        connects,
    ).format(number=figure(connects), referrer=referral.referrer.get_short_name())


def _tell_over_cap(referral: Referral) -> None:
    with read_by(referral.referrer):
        text = _("{newcomer} has settled in. You have had this month's rewards already.")
        tell(
            News(
                to=referral.referrer,
                kind="referral",
                reference=f"referral:{referral.pk}:over_cap",
                text=text.format(newcomer=referral.newcomer.get_short_name()),
                link=reverse("referrals"),
            )
        )
