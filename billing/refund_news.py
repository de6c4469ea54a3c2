"""What the payer is told of money that went back, once each: notice and mail, rows of the same transaction."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing import money_back, payments
from billing.models import Purchase, Refund
from billing.money_back import Effect
from billing.payments import Payment
from common.numbers import figure
from common.prices import format_price
from common.reading import read_by, said
from common.telling import News, tell
from connects import services as connects


def given_back(payment: Payment, refund: Refund) -> None:
    with read_by(payments.payer(payment)):
        facts = {"amount": amount_of(payment, refund.amount_minor), "payment": payment.number}
        taken = _taken(payment)
        tell_payer(
            payment,
            "refund",
            f"refunded:{refund.pk}",
            f"{_('We gave back {amount} of {payment}.').format(**facts)} {taken}",
            _("We gave back {amount}").format(**facts),
            (
                _("{amount} of your payment {payment} is on its way back to where it came from.").format(**facts),
                _("Banks take up to ten working days."),
                taken,
            ),
            (
                (_("Payment"), payment.number),
                (_("Given back"), facts["amount"]),
                (_("Why"), said(refund.reason)),
            ),
        )


def failed(payment: Payment, refund: Refund, effect: Effect) -> None:
    """To the payer, and to the operator who must find another way."""
    with read_by(payments.payer(payment)):
        facts = {"amount": amount_of(payment, refund.amount_minor), "payment": payment.number}
        came_back = _came_back(-effect.revoked)
        could_not = _("{amount} of {payment} could not be given back.").format(**facts)
        tell_payer(
            payment,
            "refund_failed",
            f"refund_failed:{refund.pk}",
            _joined(could_not, came_back, _("We are looking into it.")),
            _("{amount} could not be given back").format(**facts),
            (
                _("We tried to give back {amount} of your payment {payment}, and it did not go through.").format(
                    **facts
                ),
                _joined(came_back, _("We are looking into it; you need not do anything.")),
            ),
        )
    if refund.actor is not None:
        with read_by(refund.actor):
            text = _("The refund of {amount} of {payment} failed: {reason}.").format(
                amount=amount_of(payment, refund.amount_minor),
                payment=payment.number,
                reason=refund.failure or _("no reason given"),
            )
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
    """Tell whoever paid, with the way to the receipt, which says what became of it: words of their language."""
    person, link = payments.payer(payment), payment.get_absolute_url()
    with read_by(person):
        tell(News(person, kind, reference, text, link, subject, lines, facts, _("Open the receipt")))


def amount_of(payment: Payment, minor: int) -> str:
    """So much of the payment, as it was written when it was paid."""
    country = payment.country if isinstance(payment, Purchase) else payment.membership.payer.country
    return format_price(minor, payment.currency, country)


def _came_back(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext("{n} Connect is in your wallet again.", "{n} Connects are in your wallet again.", number).format(
        n=figure(number)
    )


def _taken(payment: Payment) -> str:
    """What of the Connects went with it, all in all."""
    lots = [state for lot in money_back.lots_of(payment) if (state := connects.lot_state(lot))]
    taken, owed = sum(state.claimed for state in lots), sum(state.owed for state in lots)
    if not taken:
        return _("Your Connects stay.")
    later = _("Its months to come bring less in the same measure.") if money_back.brings_more(payment) else ""
    return _joined(_in_all(taken, owed).format(n=figure(taken), owed=figure(owed)), later)


def _in_all(taken: int, owed: int) -> str:
    if not owed:
        return ngettext(
            "In all, {n} of its Connects was taken back.", "In all, {n} of its Connects were taken back.", taken
        )
    return ngettext(
        "In all, {n} of its Connects was taken back, of which {owed} were spent already: free Connects that come"
        " later pay for them first.",
        "In all, {n} of its Connects were taken back, of which {owed} were spent already: free Connects that come"
        " later pay for them first.",
        taken,
    )


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
