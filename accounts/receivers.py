"""What this room makes of allauth's news."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from accounts import services
from accounts.agencies import inviting, news


@receiver(email_confirmed)
def note_verified_email(email_address: EmailAddress, **_: Any) -> None:
    person = email_address.user
    services.email_verified(person)
    for invitation in inviting.waiting_for(person):
        news.waits_for(person, invitation)
