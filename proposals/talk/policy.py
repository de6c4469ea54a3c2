"""The figures of conversations as operators have set them."""

from datetime import timedelta

from proposals.models import TalkPolicy


def figures() -> TalkPolicy:
    return TalkPolicy.objects.get(pk=1)


def tell_after() -> timedelta:
    """How long a message is left unread before its reader is told of it elsewhere."""
    return timedelta(seconds=figures().tell_after_seconds)
