"""Whoever starts finding work has a profile to fill in."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import became_freelancer, report_upheld
from talent import services


@receiver(became_freelancer)
def open_profile(person: User, **_: Any) -> None:
    services.open_profile(person)


@receiver(report_upheld)
def count_an_upheld_report(person: User, **_: Any) -> None:
    services.count_upheld_report(person)
