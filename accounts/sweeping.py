"""What is tidied up by the clock: sessions that have ended, with the browser and address that were noted for them."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from common import clock


def forget_ended_sessions(at: datetime) -> int:  # noqa: ARG001 - sessions go by real time, whatever the demo clock says
    """Delete expired sessions and what was noted of sessions that are no more. Returns how many rows went."""
    expired, _ = Session.objects.filter(expire_date__lt=clock.real_now()).delete()
    alive = Session.objects.filter(pk=OuterRef("session_key"))
    noted: int = UserSession.objects.filter(~Exists(alive)).delete()[0]
    return expired + noted


def never_late() -> datetime | None:
    """Nobody waits for this work, so nothing of it is ever due at an instant."""
    return None
