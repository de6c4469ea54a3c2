"""What the wallet does when it hears of a person: opens, looks for a second account, greets (PRODUCT 3)."""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import Agency, User
from accounts.signals import agency_founded, became_freelancer, joined_as_freelancer, sign_noted, signed_up
from connects import invitations, referrals, services, suspicions
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
    # Before anything is given: a throwaway account must not be worth it.
    suspicions.look_at(person)
    welcome(person, services.grant_once(person, Source.JOINING))


@receiver(sign_noted)
def look_at_the_account(person: User, **_: Any) -> None:
    suspicions.look_at(person)


@receiver(signed_up)
def note_who_invited(person: User, request: HttpRequest, **_: Any) -> None:
    if code := invitations.code_in(request):
        referrals.joined(person, code=code)
