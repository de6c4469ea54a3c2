"""How much somebody may write: nobody is flooded (accounts.throttles)."""

from django.utils.translation import ngettext

from accounts import throttles
from accounts.requests import PersonRequest
from common.numbers import figure

_ACTION = "talk"


def too_many(request: PersonRequest) -> str:
    """Count one more message; what to say when it is one too many, otherwise nothing."""
    if not throttles.minutes_left(request, _ACTION) and throttles.count(request, _ACTION):
        return ""
    minutes = max(1, throttles.minutes_left(request, _ACTION))
    words = ngettext(
        "That is a lot of messages in a short time. Send this one again in a minute; your words are kept.",
        "That is a lot of messages in a short time. Send this one again in {n} minutes; your words are kept.",
        minutes,
    )
    return words.format(n=figure(minutes))
