"""What other rooms' pages show of a freelancer's profile."""

from typing import Any

from django import template

from accounts.models import User
from talent.models import FreelancerProfile
from talent.rules import percent_of
from talent.services import steps_of

register = template.Library()


@register.inclusion_tag("talent/_progress.html")
def profile_progress(person: User) -> dict[str, Any]:
    """`{% load talent %}{% profile_progress user %}`: how far the profile is, and what is missing."""
    profile = FreelancerProfile.objects.filter(person=person).first()
    steps = steps_of(profile) if profile else []
    return {"profile": profile, "percent": percent_of(steps), "missing": [step for step in steps if not step.done]}
