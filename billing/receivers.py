"""What billing does when it hears of a wallet."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import became_client
from billing import money_back, refunds, trust
from billing.payments import Payment
from billing.signals import paid_too_late
from connects.signals import turned_month_granted


@receiver(turned_month_granted)
def follow_the_payments(wallet_id: int, opened_by: str, **_: Any) -> None:
    money_back.follow_payments(wallet_id, opened_by)


@receiver(became_client)
def note_earlier_payments(person: User, **_: Any) -> None:
    """Whoever bought as a freelancer and hires now has paid here too."""
    trust.note([person.pk])


@receiver(paid_too_late)
def give_all_of_it_back(payment: Payment, **_: Any) -> None:
    refunds.owe_all(payment, reason=refunds.ACCOUNT_CLOSED)
