"""What the payer is told of money that went back, once each: notice and mail, rows of the same transaction."""

from django.urls import reverse

from billing import money_back, payments
from billing.models import Refund
from billing.money_back import Effect
from billing.payments import Payment
from common.money import format_money
from common.telling import News, tell
from connects import services as connects


def given_back(payment: Payment, refund: Refund) -> None:
    amount = format_money(refund.amount_minor, payment.currency)
    tell_payer(
        payment,
        "refund",
        f"refunded:{refund.pk}",
        f"We gave back {amount} of {payment.number}. {_taken(payment)}",
        f"We gave back {amount}",
        (
            f"{amount} of your payment {payment.number} is on its way back to where it came from.",
            "Banks take up to ten working days.",
            _taken(payment),
        ),
        (("Payment", payment.number), ("Given back", amount), ("Why", refund.reason)),
    )


def failed(payment: Payment, refund: Refund, effect: Effect) -> None:
    """To the payer, and to the operator who must find another way."""
    amount = format_money(refund.amount_minor, payment.currency)
    came_back = f"{-effect.revoked} Connects are in your wallet again. " if effect.revoked < 0 else ""
    tell_payer(
        payment,
        "refund_failed",
        f"refund_failed:{refund.pk}",
        f"{amount} of {payment.number} could not be given back. {came_back}We are looking into it.".strip(),
        f"{amount} could not be given back",
        (
            f"We tried to give back {amount} of your payment {payment.number}, and it did not go through.",
            f"{came_back}We are looking into it; you need not do anything.",
        ),
    )
    if refund.actor is not None:
        text = f"The refund of {amount} of {payment.number} failed: {refund.failure or 'no reason given'}."
        link = reverse("admin:billing_refund_change", args=[refund.pk])
        tell(News(refund.actor, "refund_failed", f"operator:refund_failed:{refund.pk}", text, link))


def tell_payer(
    payment: Payment,
    kind: str,
    reference: str,
    text: str,
    subject: str,
    lines: tuple[str, ...],
    facts: tuple[tuple[str, str], ...] = (),
) -> None:
    """Tell whoever paid, with the way to the receipt, which says what became of it."""
    person, link = payments.payer(payment), payment.get_absolute_url()
    tell(News(person, kind, reference, text, link, subject, lines, facts, "Open the receipt"))


def _taken(payment: Payment) -> str:
    """What of the Connects went with it, all in all."""
    lots = [state for lot in money_back.lots_of(payment) if (state := connects.lot_state(lot))]
    taken, owed = sum(state.claimed for state in lots), sum(state.owed for state in lots)
    if not taken:
        return "Your Connects stay."
    still = f", of which {owed} were spent already: free Connects that come later pay for them first" if owed else ""
    later = " Its months to come bring less in the same measure." if money_back.brings_more(payment) else ""
    return f"In all, {taken} of its Connects were taken back{still}.{later}"
