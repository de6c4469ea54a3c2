"""What a membership does to its wallet: begin its plan, extend it, go over to another, end it. Each invoice once.

Called with the membership's row locked; the caller saves it. An invoice only says until when is paid; the allowance is
the wallet's, by its own periods.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts import signs
from billing.memberships import telling
from billing.models import BillingDetails, Invoice, Membership, PlanTerms
from billing.signals import paid_too_late
from billing.stripe_gateway import PaidInvoice
from connects import services as connects

Status = Membership.Status


def book(row: Membership, paid: PaidInvoice) -> Invoice:
    """Keep a paid invoice, and give the wallet what it bought."""
    invoice = _keep(row, paid)
    if row.runs:
        changed = go_over(row, paid.plan)
        _extend(row, paid.ends_at)
        (telling.changed if changed else telling.renewed)(row, invoice)
    else:
        if row.wallet.person_id == row.payer_id:
            # Before the welcome, which is free. A pool's card says nothing of the one who held it.
            signs.note_card(row.payer, paid.means)
        _begin(row, paid)
        telling.started(row, invoice)
    return invoice


def pass_on(row: Membership, paid: PaidInvoice) -> None:
    """Paid for somebody who has closed the account: it brings nothing, and all of it goes back."""
    invoice = _keep(row, replace(paid, paid_with=""))
    if invoice.amount_minor and invoice.payment_intent:
        paid_too_late.send(Invoice, payment=invoice)
    elif invoice.amount_minor:
        row.mismatch = f"{invoice.number} was paid after the account was closed, and not by a payment of Stripe's."


def go_over(row: Membership, code: str) -> bool:
    """Another plan from now on; more brings the difference for the present period. False when it is the same."""
    plan = plan_named(code)
    if plan is None or plan.pk == row.plan_id:
        return False
    connects.change_plan(row.wallet_id, plan.code, reference=f"membership:{row.pk}")
    row.plan = plan
    return True


def close(row: Membership, *, at: datetime, because: str) -> None:
    """It has ended, or was never paid. What was granted stays with the wallet."""
    row.look_at, row.next_plan, row.next_interval, row.ends_at_period_end = None, None, "", False
    row.ended_because = because[:300]
    if not row.runs:
        row.status = Status.ABANDONED
        telling.never_paid(row)
        return
    row.status, row.ended_at = Status.ENDED, at
    connects.end_plan(row.wallet_id, at=at)
    telling.ended(row)


def plan_named(code: str) -> Any:
    """The plan of this code; None where there is none."""
    terms = PlanTerms.objects.filter(plan__code=code).select_related("plan").first()
    return terms.plan if terms else None


def _keep(row: Membership, paid: PaidInvoice) -> Invoice:
    details = BillingDetails.objects.filter(wallet_id=row.wallet_id).first() or BillingDetails()
    return Invoice.objects.create(
        membership=row,
        plan=plan_named(paid.plan) or row.plan,
        invoice_id=paid.id,
        number_at_stripe=paid.number,
        why=paid.why,
        amount_minor=paid.amount_minor,
        tax_minor=paid.tax_minor,
        currency=paid.currency,
        starts_at=paid.starts_at,
        ends_at=paid.ends_at,
        paid_at=paid.paid_at,
        paid_with=paid.paid_with,
        payment_intent=paid.payment_intent,
        billed_company=details.company,
        billed_tax_id=details.tax_id,
        billed_address=details.address,
    )


def _begin(row: Membership, paid: PaidInvoice) -> None:
    # Even when Stripe's clock is ahead of ours: counted from any earlier, the next month would begin unpaid.
    at = paid.starts_at
    row.plan = plan_named(paid.plan) or row.plan
    row.status, row.started_at, row.paid_until = Status.ACTIVE, at, paid.ends_at
    # Where an earlier membership's time ends is read from here, when the first month comes (money_back).
    row.save()
    connects.begin_plan(row.wallet_id, row.plan.code, at=at, paid_until=paid.ends_at)
    connects.welcome(row.wallet_id)


def _extend(row: Membership, until: datetime) -> None:
    if row.paid_until is None or until > row.paid_until:
        row.paid_until = until
        connects.extend_plan(row.wallet_id, paid_until=until)
