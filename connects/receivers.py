"""What the wallet does when it hears of a person: opens, and greets with the Connects for joining (PRODUCT 3)."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Agency, User
from accounts.signals import agency_founded, became_freelancer, joined_as_freelancer
from connects import services
from connects.models import Source
from connects.welcome import welcome


@receiver(became_freelancer)
def open_wallet(person: User, **_: Any) -> None:
    services.open_wallet(person=person)


@receiver(agency_founded)
def open_pool(agency: Agency, **_: Any) -> None:
    services.open_wallet(agency=agency)


@receiver(joined_as_freelancer)
def grant_for_joining(person: User, **_: Any) -> None:
    welcome(person, services.grant_once(person, Source.JOINING))
