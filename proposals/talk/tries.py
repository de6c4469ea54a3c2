"""How much somebody may write: nobody is flooded (accounts.throttles)."""

from accounts import throttles
from accounts.requests import PersonRequest

_ACTION = "talk"


def too_many(request: PersonRequest) -> str:
    """Count one more message; what to say when it is one too many, otherwise nothing."""
    if not throttles.minutes_left(request, _ACTION) and throttles.count(request, _ACTION):
        return ""
    minutes = max(1, throttles.minutes_left(request, _ACTION))
    again = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"That is a lot of messages in a short time. Send this one again in {again}; your words are kept."
