"""What operators decide: an account that looked like another is or is not; one grant that waits is given or not.

Everything twice is done once. Lock order: the suspicion, the referral by which the person came, the wallet.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import User
from common import clock
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell
from connects import turned_times
from connects.booking import Booking, hold
from connects.errors import ReferenceReused
from connects.granting import grant
from connects.missed_months import missed_month
from connects.models import HeldGrant, Lot, Source, Suspicion, Wallet
from connects.referrals import count_again, count_no_more

State, Verdict = HeldGrant.State, Suspicion.Verdict
_MOMENT = timedelta(seconds=1)
_TAKEN = gettext_noop("Another account of this mailbox has had it.")


@transaction.atomic
def clear(suspicion_id: int, *, by: User, why: str) -> Suspicion:
    """It is another person: what waits is booked, in order, and nothing waits any more."""
    suspicion = _locked(suspicion_id)
    if suspicion.verdict == Verdict.CLEARED:
        return suspicion
    count_again(suspicion.person)
    hold(suspicion.wallet_id)
    _judge(suspicion, Verdict.CLEARED, by, why)
    Wallet.objects.filter(pk=suspicion.wallet_id).update(held_since=None)
    for held in HeldGrant.objects.filter(wallet=suspicion.wallet_id, state=State.HELD).order_by("id"):
        _book(held, by, why)
    return suspicion


@transaction.atomic
def uphold(suspicion_id: int, *, by: User, why: str) -> Suspicion:
    """It is the same person: what waits is refused, and so is every free grant from now on. A clearing stays."""
    suspicion = _locked(suspicion_id)
    if suspicion.verdict != Verdict.OPEN:
        return suspicion
    count_no_more(suspicion.person)
    hold(suspicion.wallet_id)
    _judge(suspicion, Verdict.UPHELD, by, why)
    waiting = HeldGrant.objects.filter(wallet=suspicion.wallet_id, state=State.HELD)
    connects = sum(waiting.values_list("connects", flat=True))
    waiting.update(state=State.REFUSED, judged_at=clock.now(), judged_by=by, judged_why=why)
    _tell_refused(suspicion.person, connects, f"refused:suspicion:{suspicion.pk}")
    return suspicion


@transaction.atomic
def release(held_id: int, *, by: User, why: str) -> Booking | None:
    """Book one grant after all, waiting or refused; the others go on waiting. None when another mailbox has had it."""
    held = HeldGrant.objects.get(pk=held_id)
    hold(held.wallet_id)
    return _book(held, by, why)


@transaction.atomic
def refuse(held_id: int, *, by: User, why: str) -> bool:
    """Do not give one grant; the others go on waiting. False when it had been judged before."""
    held = HeldGrant.objects.select_related("wallet__person").get(pk=held_id)
    hold(held.wallet_id)
    mine = HeldGrant.objects.filter(pk=held_id, state=State.HELD)
    if not mine.update(state=State.REFUSED, judged_at=clock.now(), judged_by=by, judged_why=why):
        return False
    if held.wallet.person:
        _tell_refused(held.wallet.person, held.connects, f"refused:held:{held.pk}")
    return True


def _locked(suspicion_id: int) -> Suspicion:
    rows = Suspicion.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    return rows.get(pk=suspicion_id)


def _judge(suspicion: Suspicion, verdict: Suspicion.Verdict, by: User, why: str) -> None:
    suspicion.verdict, suspicion.judged_at, suspicion.judged_by, suspicion.why = verdict, clock.now(), by, why
    suspicion.save(update_fields=["verdict", "judged_at", "judged_by", "why"])


def _book(held: HeldGrant, by: User, why: str) -> Booking | None:
    """Book a grant of a wallet that is held by this transaction."""
    verdict = {"judged_at": clock.now(), "judged_by": by, "judged_why": why}
    mine = HeldGrant.objects.filter(pk=held.pk)
    if not mine.exclude(state=State.RELEASED).update(state=State.RELEASED, **verdict):
        return None
    try:
        booking = _grant(held, clock.now())
    except ReferenceReused:
        mine.update(state=State.REFUSED, judged_why=_TAKEN)
        return None
    if held.source == Source.WELCOME:
        # Its payment may have turned while it waited.
        turned_times.tell([(held.wallet_id, held.reference)])
    if _came(booking):
        _tell_released(held)
    return booking


def _came(booking: Booking) -> bool:
    """It has neither lapsed with its month nor gone the way of its payment."""
    stays = Lot.objects.filter(opened_by_id=booking.id, lapses=0, disputed=False, claimed__lt=F("granted"))
    return stays.exists()


def _grant(held: HeldGrant, now: datetime) -> Booking:
    """A perk ends with its own month, however long it waited; everything else lives from its release on."""
    if _is_over(held, now):
        return missed_month(
            held.wallet_id, held.connects, reference=held.reference, begins=held.held_at, ends=_end(held, now)
        )
    return grant(
        held.wallet_id,
        held.connects,
        source=Source(held.source),
        expires_at=_end(held, now),
        reference=held.reference,
        cause=held.cause,
    )


def _is_over(held: HeldGrant, now: datetime) -> bool:
    # A moment before counts as over: by the time it is booked it is.
    return _end(held, now) <= now + _MOMENT


def _end(held: HeldGrant, now: datetime) -> datetime:
    since = held.held_at if held.source == Source.PERK else now
    return since + timedelta(days=held.lives_days)


def _tell_released(held: HeldGrant) -> None:
    person = Wallet.objects.select_related("person").get(pk=held.wallet_id).person
    if person is None:
        return
    with read_by(person):
        text = ngettext(
            "{number} Connect ({source}) is yours: we have looked at your account. Thank you for waiting.",
            "{number} Connects ({source}) are yours: we have looked at your account. Thank you for waiting.",
            held.connects,
        ).format(number=figure(held.connects), source=held.get_source_display())
        tell(
            News(
                to=person,
                kind="granted",
                reference=f"released:{held.pk}",
                text=text,
                link=reverse("connects_history"),
            )
        )


def _tell_refused(person: User, connects: int, reference: str) -> None:
    with read_by(person):
        text = _not_added(connects)
        yours = _(
            "As far as we can see, yours go to another account. What you buy here, and what a proposal gives back, is "
            "yours as for everybody."
        )
        tell(
            News(
                to=person,
                kind="grant_held",
                reference=reference,
                text=text,
                link=reverse("ways_to_earn"),
                subject=_("About your free Connects"),
                lines=(text, yours, _("If we have that wrong, write to us: a person reads it.")),
                label=_("Ways to earn"),
            )
        )


def _not_added(connects: int) -> str:
    if not connects:
        return _("Free Connects were not added to this account: they are given once per person.")
    return ngettext(
        "{number} free Connect was not added to this account: they are given once per person.",
        "{number} free Connects were not added to this account: they are given once per person.",
        connects,
    ).format(number=figure(connects))
