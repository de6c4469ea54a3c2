"""What other rooms' pages show of a freelancer's profile."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from common.number_styles import of_language
from talent.models import FreelancerProfile
from talent.rules import Step, percent_of
from talent.services import steps_of

register = template.Library()
_CODE = re.compile(r"`([^`\n]+)`")


@register.filter
def with_code(text: str) -> SafeString:
    """What stands between `backticks` as code; everything else as it is."""
    return mark_safe(_CODE.sub(r"<code>\1</code>", conditional_escape(text)))


@register.simple_tag
def clock_left(seconds: int) -> str:
    """`12:05` for 725 seconds."""
    return f"{seconds // 60}:{seconds % 60:02}"


@register.filter
def stars(profile: FreelancerProfile) -> str:
    """The average of somebody's ratings, as "4.8"; a half is rounded up, as `rating` does it."""
    count = profile.rating_count
    tenths = (20 * profile.rating_sum + count) // (2 * count) if count else 0
    return f"{tenths // 10}{of_language().decimal}{tenths % 10}"


@register.filter
def in_a_row(steps: Iterable[Step]) -> str:
    """Steps of the checklist inside a sentence: "your country; a photo of you"."""
    return "; ".join(step.within for step in steps)


@register.inclusion_tag("talent/_progress.html")
def profile_progress(person: User) -> dict[str, Any]:
    """`{% load talent %}{% profile_progress user %}`: how far the profile is, and what is missing."""
    profile = FreelancerProfile.objects.filter(person=person).first()
    steps = steps_of(profile) if profile else []
    return {"profile": profile, "percent": percent_of(steps), "missing": [step for step in steps if not step.done]}
