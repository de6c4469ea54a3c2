"""A wallet's plan: it begins, is paid on, changes and ends; each month's Connects follow from it (PRODUCT 3, 5).

A plan that is begun counts its months from its own instant and gives Connects while it is paid for. When it ends, the
wallet's own months return: a person's on Basic, an agency's with nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Sum

from common import clock
from connects import periods, turned_times
from connects.booking import Booking, hold
from connects.chain import one_transaction
from connects.errors import NoPaidPlan
from connects.granting import give, grant
from connects.models import GrantPolicy, Lot, Plan, Source, Transaction, Wallet

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """Where a wallet stands. `code` is empty without a plan; `paid_until` on one that costs nothing.

    `period` is the number of the present one. A paid plan's next begins at `next_period_at` if it is paid by then.
    """

    code: str
    name: str
    paid_until: datetime | None
    anchor_at: datetime
    next_period_at: datetime | None
    period: int


def plan_of(wallet_id: int) -> PlanStanding:
    wallet = Wallet.objects.select_related("plan").get(pk=wallet_id)
    return PlanStanding(
        code=wallet.plan.code if wallet.plan else "",
        name=wallet.plan.name if wallet.plan else "",
        paid_until=wallet.paid_until,
        anchor_at=wallet.anchor_at,
        next_period_at=wallet.next_period_at,
        period=wallet.period,
    )


@one_transaction
def begin_plan(wallet_id: int, code: str, *, at: datetime, paid_until: datetime) -> PlanStanding:
    """Put the wallet on a paid plan that begins at an instant: its months are counted from there, the first at once.

    Periods that were due before are caught up under the plan that was. An old beginning told again begins nothing.
    """
    if paid_until <= at:
        raise ValueError("A plan is paid for until some instant after its beginning.")
    wallet, plan = _held(wallet_id), Plan.objects.get(code=code)
    if wallet.paid_until and (wallet.plan_id, wallet.anchor_at) == (plan.pk, at):
        return extend_plan(wallet_id, paid_until=paid_until)
    if wallet.begun_at and at <= wallet.begun_at:
        return plan_of(wallet_id)
    periods.catch_up(wallet_id, until=at - _MOMENT)
    Wallet.objects.filter(pk=wallet_id).update(
        plan=plan, anchor_at=at, begun_at=at, next_period_at=at, paid_until=paid_until
    )
    periods.catch_up(wallet_id, until=max(at, clock.now()))
    return plan_of(wallet_id)


@one_transaction
def extend_plan(wallet_id: int, *, paid_until: datetime) -> PlanStanding:
    """The plan is paid for until then, or longer already. What waited for it begins. Raises NoPaidPlan."""
    wallet = _held(wallet_id)
    if wallet.paid_until is None:
        raise NoPaidPlan(wallet_id)
    if paid_until > wallet.paid_until:
        Wallet.objects.filter(pk=wallet_id).update(paid_until=paid_until)
        periods.catch_up(wallet_id, until=clock.now())
    return plan_of(wallet_id)


@one_transaction
def change_plan(wallet_id: int, code: str, *, reference: str) -> Booking | None:
    """Put the wallet on another paid plan now, in the middle of its period. Raises NoPaidPlan.

    If that gives more than the period has brought so far, the difference is granted, once; if less, nothing happens
    before the next period. `reference` is kept as the grant's cause ("membership:7").
    """
    wallet, plan = _held(wallet_id), Plan.objects.get(code=code)
    if wallet.paid_until is None:
        raise NoPaidPlan(wallet_id)
    now = clock.now()
    periods.catch_up(wallet_id, until=now)
    wallet.refresh_from_db()
    Wallet.objects.filter(pk=wallet_id).update(plan=plan)
    if wallet.next_period_at is None or wallet.next_period_at <= now:
        # The period is over and the next not paid for: that one will bring all that the new plan gives.
        return None
    return _grant_difference(wallet, plan, now, cause=reference)


@one_transaction
def end_plan(wallet_id: int, *, at: datetime) -> PlanStanding:
    """End a paid plan as of an instant: a person is on Basic again, an agency without a plan; Connects stay.

    The months are counted from the day of joining again; the first that begins then or later is the next. Ending what
    has ended does nothing.
    """
    wallet = _held(wallet_id)
    if wallet.paid_until is None:
        return plan_of(wallet_id)
    periods.catch_up(wallet_id, until=at - _MOMENT)
    begun = Lot.objects.filter(wallet=wallet_id, source=Source.ALLOWANCE).aggregate(latest=Max("issued_at"))["latest"]
    Wallet.objects.filter(pk=wallet_id).update(
        plan=Plan.objects.filter(code="basic").first() if wallet.person_id else None,
        anchor_at=wallet.opened_at,
        next_period_at=periods.first_from(wallet.opened_at, max(at, begun or at)),
        paid_until=None,
    )
    return plan_of(wallet_id)


def welcome(wallet_id: int) -> Booking | None:
    """The bonus for the first paid period, once per wallet (PRODUCT 3). None while it is switched off, or waits."""
    policy, reference = GrantPolicy.objects.get(source=Source.WELCOME), f"welcome:{wallet_id}"
    if before := Transaction.objects.filter(reference=reference).first():
        return Booking(before.pk, wallet_id, reference, before.amount, before.balance_after, again=True)
    if not policy.enabled or not policy.connects:
        return None
    lives = policy.lives_days
    return give(wallet_id, policy.connects, source=Source.WELCOME, reference=reference, lives_days=lives)


def allowances_between(wallet_id: int, start: datetime, end: datetime) -> list[str]:
    """The references of the lots that a paid plan brought from `start` on and before `end`, in order."""
    lots = Lot.objects.filter(wallet=wallet_id, source=Source.ALLOWANCE, issued_at__gte=start, issued_at__lt=end)
    return list(lots.order_by("id").values_list("opened_by__reference", flat=True))


def _held(wallet_id: int) -> Wallet:
    hold(wallet_id)
    return Wallet.objects.select_related("plan").get(pk=wallet_id)


def _grant_difference(wallet: Wallet, plan: Plan, now: datetime, *, cause: str) -> Booking | None:
    reference = f"upgrade:{wallet.pk}:{wallet.period}:{plan.code}"
    if before := Transaction.objects.filter(reference=reference).first():
        return Booking(before.pk, wallet.pk, reference, before.amount, before.balance_after, again=True)
    lots = Lot.objects.filter(wallet=wallet, source=Source.ALLOWANCE)
    monthly = lots.filter(opened_by__reference=f"allowance:{wallet.pk}:{wallet.period}")
    upgrades = lots.filter(opened_by__reference__startswith=f"upgrade:{wallet.pk}:{wallet.period}:")
    given = (monthly | upgrades).aggregate(sum=Sum("granted"))["sum"] or 0
    more = (plan.monthly if plan.enabled else 0) - given
    if more <= 0:
        return None
    expires_at = now + timedelta(days=plan.lives_days)
    booking = grant(wallet.pk, more, source=Source.ALLOWANCE, expires_at=expires_at, reference=reference, cause=cause)
    turned_times.tell_if_turned(wallet.pk, reference, at=now)
    return booking
