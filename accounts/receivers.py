"""What this room makes of allauth's news."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import services, signs
from accounts.models import User


@receiver(email_confirmed)
def note_verified_email(email_address: EmailAddress, **_: Any) -> None:
    services.email_verified(email_address.user)


@receiver(user_logged_in)
def note_visit(request: HttpRequest, user: User, **_: Any) -> None:
    signs.note_visit(request, user)
