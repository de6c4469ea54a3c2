"""What refunds and disputes mean for the Connects that a payment brought (PRODUCT 4).

The part of a payment that has gone back is the part of each of its lots that is claimed: unspent Connects are revoked,
spent ones are owed. What has gone back counts once, whether by a refund, by a lost dispute, or by both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q

from accounts.models import User
from billing import kept, payments, trust
from billing.models import Dispute, Invoice, Membership, Purchase
from billing.payments import Payment
from connects import services as connects

Status = Purchase.Status
# Stripe's reason for the invoice of a plan that is changed within a period.
UPGRADE = "subscription_update"
# What an upgrade brings is issued by our clock, its invoice begins by Stripe's.
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Effect:
    """In Connects: so many out of the wallet, so many more owed; negative when they come back."""

    revoked: int = 0
    owed: int = 0

    def __add__(self, other: "Effect") -> "Effect":
        return Effect(self.revoked + other.revoked, self.owed + other.owed)


@dataclass(frozen=True, slots=True)
class Share:
    """A lot that a payment brought: of `paid_minor` for it, `returned_minor` went back."""

    opened_by: str
    paid_minor: int
    returned_minor: int

    def of(self, granted: int) -> int:
        """How many of its Connects that is: half up, all for all."""
        return (2 * granted * self.returned_minor + self.paid_minor) // (2 * self.paid_minor)


def foresee(payment: Payment, more_minor: int) -> Effect:
    """What giving back so much more would do to the wallet now."""
    total = Effect()
    for share in _shares(payment, more_minor):
        if state := connects.lot_state(share.opened_by):
            claim = connects.foresee_claim(share.opened_by, max(state.claimed, share.of(state.granted)))
            total += Effect(claim.revoked, claim.owed)
    return total


def take(payment: Payment, *, reference: str, reason: str, actor: User | None = None) -> Effect:
    """More of a locked payment has gone back: claim what that is of its lots. Told once under the reference."""
    _mark(payment)
    total = Effect()
    for share in _shares(payment):
        if state := connects.lot_state(share.opened_by):
            claimed = max(state.claimed, share.of(state.granted))
            total += _claim(payment, share, claimed, reference=reference, reason=reason, actor=actor)
    return total


def give_back(payment: Payment, *, reference: str, reason: str) -> Effect:
    """Less of a locked payment has gone back than we thought: what was claimed for it returns. Told once."""
    _mark(payment)
    total = Effect()
    for share in _shares(payment):
        if state := connects.lot_state(share.opened_by):
            claimed = min(state.claimed, share.of(state.granted))
            total += _claim(payment, share, claimed, reference=reference, reason=reason)
    return total


def freeze(payment: Payment, *, reference: str, reason: str) -> int:
    """Book out what is left of a disputed payment's lots. Answers how many Connects."""
    _mark(payment)
    return sum(_freeze(payment, share.opened_by, reference=reference, reason=reason) for share in _shares(payment))


def unfreeze(payment: Payment, *, reference: str, reason: str) -> int:
    """Bring back what a dispute had booked out, unless another one goes on. Answers how many Connects."""
    _mark(payment)
    about, lots = payments.cause(payment), connects.frozen_by(_wallet_of(payment), reference)
    return sum(connects.unfreeze(lot, reference=reference, cause=about, reason=reason) for lot in lots)


def follow_payments(wallet_id: int, opened_by: str) -> None:
    """A lot has come for a time whose payment had turned: it goes the way of those that came before it.

    Its wallet is held, as by everybody who lets a payment turn, so what the payments' rows say now is all there is.
    """
    turned = Invoice.objects.filter(membership__wallet=wallet_id).exclude(status=Status.PAID)
    for invoice in turned.select_related("membership").order_by("id"):
        for share in _shares(invoice):
            if share.opened_by == opened_by:
                _catch_up(invoice, share)


def brings_more(payment: Payment) -> bool:
    """Whether months are still to come that it paid for, and that not all of its money has left."""
    if isinstance(payment, Purchase) or payments.returned_minor(payment) == payment.amount_minor:
        return False
    comes_at = connects.plan_of(payment.membership.wallet_id).next_period_at
    return payment.membership.runs and comes_at is not None and comes_at < payment.ends_at


def held_because(payment: Payment) -> str:
    return kept.HELD.format(payment=payment.number)


def lots_of(payment: Payment) -> list[str]:
    """The references under which its Connects were booked: a purchase's lot, an invoice's allowances so far."""
    if isinstance(payment, Purchase):
        return [payment.reference] if connects.lot_state(payment.reference) else []
    wallet_id = payment.membership.wallet_id
    lots = connects.allowances_between(wallet_id, payment.starts_at, _end_of(payment))
    if payment.why == UPGRADE:
        early = connects.allowances_between(wallet_id, payment.starts_at - CLOCKS_DIFFER, payment.starts_at)
        lots = [lot for lot in early if lot.startswith("upgrade:")] + lots
    welcome = f"welcome:{wallet_id}"
    return [*lots, welcome] if _is_first(payment) and connects.lot_state(welcome) else lots


def _catch_up(invoice: Invoice, share: Share) -> None:
    if state := connects.lot_state(share.opened_by):
        if claimed := share.of(state.granted):
            why = kept.GONE_BACK.format(invoice=invoice.number)
            _claim(invoice, share, claimed, reference=f"{payments.cause(invoice)}:later", reason=why)
        for dispute in invoice.disputes.filter(outcome=Dispute.Outcome.OPEN, froze=True).order_by("id"):
            _freeze(invoice, share.opened_by, reference=f"dispute:{dispute.pk}", reason=held_because(invoice))


def _freeze(payment: Payment, lot: str, *, reference: str, reason: str) -> int:
    return connects.freeze(lot, reference=reference, cause=payments.cause(payment), reason=reason)


def _claim(
    payment: Payment, share: Share, claimed: int, *, reference: str, reason: str, actor: User | None = None
) -> Effect:
    about = payments.cause(payment)
    done = connects.claim(share.opened_by, claimed, reference=reference, cause=about, reason=reason, actor=actor)
    return Effect(done.revoked, done.owed)


def _shares(payment: Payment, more_minor: int = 0) -> Iterator[Share]:
    """The lots it paid for, each with all that was paid: an upgrade pays a part of a year's later months."""
    if not payment.amount_minor:
        return
    if isinstance(payment, Purchase):
        back = min(payment.amount_minor, payments.returned_minor(payment) + more_minor)
        yield from (Share(lot, payment.amount_minor, back) for lot in lots_of(payment))
        return
    beside = _beside(payment)
    for lot in lots_of(payment):
        paying = _paying(lot, beside)
        if payment in paying:
            back = sum(payments.returned_minor(invoice) for invoice in paying)
            paid = sum(invoice.amount_minor for invoice in paying)
            yield Share(lot, paid, min(paid, back + more_minor))


def _paying(lot: str, beside: list[tuple[Invoice, list[str]]]) -> list[Invoice]:
    """What was paid for a lot: all that pays for its time; what an upgrade brought was paid by its own invoice."""
    paying = [invoice for invoice, lots in beside if lot in lots]
    upgrades = [invoice for invoice in paying if invoice.why == UPGRADE] if lot.startswith("upgrade:") else []
    return upgrades or paying


def _beside(invoice: Invoice) -> list[tuple[Invoice, list[str]]]:
    """The invoice itself and those of its membership that pay for some of the same time, each with its lots."""
    same_time = Q(starts_at__lt=invoice.ends_at, ends_at__gt=invoice.starts_at, amount_minor__gt=0)
    rows = Invoice.objects.filter(same_time, membership=invoice.membership_id).select_related("membership")
    return [(row, lots_of(row)) for row in rows]


def _end_of(invoice: Invoice) -> datetime:
    """Where its time ends: with what it paid for, or earlier, if the wallet has begun another membership since."""
    later = Membership.objects.filter(wallet=invoice.membership.wallet_id, pk__gt=invoice.membership_id)
    begun: datetime | None = later.aggregate(first=Min("started_at"))["first"]
    return min(invoice.ends_at, begun or invoice.ends_at)


def _wallet_of(payment: Payment) -> int:
    return payment.wallet_id if isinstance(payment, Purchase) else payment.membership.wallet_id


def _is_first(invoice: Invoice) -> bool:
    """The wallet's welcome bonus came with it."""
    return not Invoice.objects.filter(membership__wallet=invoice.membership.wallet_id, pk__lt=invoice.pk).exists()


def _mark(payment: Payment) -> None:
    """What the payment's own row says: how much was refunded, and whether it is disputed.

    From here on the wallet of a membership is held, and what its plan brings later follows the invoice.
    """
    if isinstance(payment, Invoice):
        time = {"starts_at": payment.starts_at, "ends_at": payment.ends_at}
        connects.note_turned_time(payment.membership.wallet_id, cause=payments.cause(payment), **time)
    refunds = payment.refunds.exclude(status="failed")
    payment.refunded_minor = min(payment.amount_minor, sum(refunds.values_list("amount_minor", flat=True)))
    if payment.disputes.filter(Q(outcome="lost") | Q(outcome="", froze=True)).exists():
        payment.status = Status.DISPUTED
    else:
        payment.status = Status.REFUNDED if payment.refunded_minor else Status.PAID
    payment.save(update_fields=["refunded_minor", "status"])
    if isinstance(payment, Purchase):
        trust.note_purchase(payment)
