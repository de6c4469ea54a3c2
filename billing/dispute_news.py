"""What the payer is told of a dispute, and the operators who must answer it, once each."""

from django.urls import reverse

from accounts.models import User
from billing.models import Dispute
from billing.money_back import Effect
from billing.payments import Payment
from billing.refund_news import tell_payer
from common.money import format_money
from common.telling import News, tell_many


def opened(payment: Payment, row: Dispute, held: int) -> None:
    amount = format_money(row.amount_minor, row.currency)
    what = f"{held} of its Connects are held until it is decided" if held else "None of its Connects are left to hold"
    tell_payer(
        payment,
        "dispute_opened",
        f"disputed:{row.pk}",
        f"Your bank has questioned your payment {payment.number} of {amount}. {what}.",
        f"Your payment {payment.number} is questioned",
        (
            f"Your bank has taken {amount} of {payment.number} back until it is decided who is right.",
            f"{what}. If you did not mean this, tell your bank that the payment was yours.",
        ),
    )
    _tell_operators(payment, row, amount)


def won(payment: Payment, row: Dispute, back: int) -> None:
    amount = format_money(row.amount_minor, row.currency)
    again = f"{back} Connects that were held are yours again." if back else "Nothing of it was held any more."
    tell_payer(
        payment,
        "dispute_won",
        f"dispute_won:{row.pk}",
        f"Your payment {payment.number} of {amount} stands. {again}",
        f"Your payment {payment.number} stands",
        (f"It was decided that your payment {payment.number} of {amount} stands.", again),
    )


def lost(payment: Payment, row: Dispute, effect: Effect) -> None:
    amount = format_money(row.amount_minor, row.currency)
    taken = f"{effect.revoked} of its Connects were revoked."
    if effect.owed:
        taken += f" {effect.owed} were spent already: free Connects that come later pay for them first."
    if not effect.revoked and not effect.owed:
        taken = "Its Connects had been taken back already, or were not used in time."
    tell_payer(
        payment,
        "dispute_lost",
        f"dispute_lost:{row.pk}",
        f"Your bank has given you back {amount} of {payment.number}. {taken}",
        f"Your bank has given you back {amount}",
        (f"Your payment {payment.number} was decided in your favour: {amount} stays with you.", taken),
    )


def _tell_operators(payment: Payment, row: Dispute, amount: str) -> None:
    by = f" by {row.answer_by:%d %B %Y, %H:%M UTC}" if row.answer_by else ""
    link = reverse("admin:billing_dispute_change", args=[row.pk])
    text = f"A bank disputes {payment.number}, {amount} ({row.why or 'no reason given'}). Answer it at Stripe{by}."
    lines = (text, "What is left of its Connects is held meanwhile.")
    tell_many(
        News(
            each, "dispute", f"operator:disputed:{row.pk}", text, link, "A payment is disputed", lines, label="See it"
        )
        for each in User.objects.filter(is_staff=True, is_active=True)
    )
