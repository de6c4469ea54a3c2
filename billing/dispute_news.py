"""What the payer is told of a dispute, and the operators who must answer it, once each."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from billing import payments
from billing.models import Dispute
from billing.money_back import Effect
from billing.payments import Payment
from billing.refund_news import amount_of, tell_payer
from common import dates
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell_many


def opened(payment: Payment, row: Dispute, held: int) -> None:
    with read_by(payments.payer(payment)):
        facts = {"payment": payment.number, "amount": amount_of(payment, row.amount_minor), "n": figure(held)}
        tell_payer(
            payment,
            "dispute_opened",
            f"disputed:{row.pk}",
            _question(held).format(**facts),
            _("Your payment {payment} is questioned").format(**facts),
            (
                _("Your bank has taken {amount} of {payment} back until it is decided who is right.").format(**facts),
                _what_is_held(held).format(**facts),
            ),
        )
    _tell_operators(payment, row)


def won(payment: Payment, row: Dispute, back: int) -> None:
    with read_by(payments.payer(payment)):
        facts = {"payment": payment.number, "amount": amount_of(payment, row.amount_minor)}
        again = _again(back)
        tell_payer(
            payment,
            "dispute_won",
            f"dispute_won:{row.pk}",
            f"{_('Your payment {payment} of {amount} stands.').format(**facts)} {again}",
            _("Your payment {payment} stands").format(**facts),
            (_("It was decided that your payment {payment} of {amount} stands.").format(**facts), again),
        )


def lost(payment: Payment, row: Dispute, effect: Effect) -> None:
    with read_by(payments.payer(payment)):
        facts = {"payment": payment.number, "amount": amount_of(payment, row.amount_minor)}
        taken = _taken(effect)
        tell_payer(
            payment,
            "dispute_lost",
            f"dispute_lost:{row.pk}",
            f"{_('Your bank has given you back {amount} of {payment}.').format(**facts)} {taken}",
            _("Your bank has given you back {amount}").format(**facts),
            (
                _("Your payment {payment} was decided in your favour: {amount} stays with you.").format(**facts),
                taken,
            ),
        )


def _question(held: int) -> str:
    if not held:
        return _("Your bank has questioned your payment {payment} of {amount}. None of its Connects are left to hold.")
    return ngettext(
        "Your bank has questioned your payment {payment} of {amount}."
        " {n} of its Connects is held until it is decided.",
        "Your bank has questioned your payment {payment} of {amount}."
        " {n} of its Connects are held until it is decided.",
        held,
    )


def _what_is_held(held: int) -> str:
    if not held:
        return _(
            "None of its Connects are left to hold."
            " If you did not mean this, tell your bank that the payment was yours."
        )
    return ngettext(
        "{n} of its Connects is held until it is decided."
        " If you did not mean this, tell your bank that the payment was yours.",
        "{n} of its Connects are held until it is decided."
        " If you did not mean this, tell your bank that the payment was yours.",
        held,
    )


def _again(back: int) -> str:
    if not back:
        return _("Nothing of it was held any more.")
    return ngettext(
        "{n} Connect that was held is yours again.", "{n} Connects that were held are yours again.", back
    ).format(n=figure(back))


def _taken(effect: Effect) -> str:
    if not effect.revoked and not effect.owed:
        return _("Its Connects had been taken back already, or were not used in time.")
    sentences = [
        ngettext("{n} of its Connects was revoked.", "{n} of its Connects were revoked.", effect.revoked).format(
            n=figure(effect.revoked)
        )
    ]
    if effect.owed:
        spent = ngettext(
            "{n} was spent already: free Connects that come later pay for it first.",
            "{n} were spent already: free Connects that come later pay for them first.",
            effect.owed,
        )
        sentences.append(spent.format(n=figure(effect.owed)))
    return " ".join(sentences)


def _tell_operators(payment: Payment, row: Dispute) -> None:
    tell_many([_for_operator(each, payment, row) for each in User.objects.filter(is_staff=True, is_active=True)])


def _for_operator(operator: User, payment: Payment, row: Dispute) -> News:
    link = reverse("admin:billing_dispute_change", args=[row.pk])
    with read_by(operator):
        text = _to_answer(row).format(
            payment=payment.number,
            amount=amount_of(payment, row.amount_minor),
            reason=row.why or _("no reason given"),
            at=dates.exact(row.answer_by) if row.answer_by else "",
        )
        return News(
            operator,
            "dispute",
            f"operator:disputed:{row.pk}",
            text,
            link,
            _("A payment is disputed"),
            (text, _("What is left of its Connects is held meanwhile.")),
            label=_("See it"),
        )


def _to_answer(row: Dispute) -> str:
    if row.answer_by:
        return _("A bank disputes {payment}, {amount} ({reason}). Answer it at Stripe by {at}.")
    return _("A bank disputes {payment}, {amount} ({reason}). Answer it at Stripe.")
