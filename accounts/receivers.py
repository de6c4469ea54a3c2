"""What this room makes of allauth's news."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from accounts import services


@receiver(email_confirmed)
def note_verified_email(email_address: EmailAddress, **_: Any) -> None:
    services.email_verified(email_address.user)
