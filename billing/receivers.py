"""What billing does when it hears of a wallet."""

from typing import Any

from django.dispatch import receiver

from billing import money_back
from connects.signals import turned_month_granted


@receiver(turned_month_granted)
def follow_the_payments(wallet_id: int, opened_by: str, **_: Any) -> None:
    money_back.follow_payments(wallet_id, opened_by)
