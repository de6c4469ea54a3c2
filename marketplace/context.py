"""What every page may show without asking. What costs a query is asked for only when a template shows it."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.models import User
from common import notices
from common.reading import languages
from connects import services as connects
from proposals.talk import reading


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, whether this is a demo, the header's balance (None without a wallet), what is unread."""
    person = getattr(request, "user", AnonymousUser())
    return {
        "site_name": settings.SITE_NAME,
        "languages": languages,
        "demo": settings.DEMO,
        "staff_second_factor": settings.STAFF_SECOND_FACTOR,
        # Templates call these each time they name them; one query is enough for a page.
        "wallet_balance": cache(partial(_balance, person)),
        "unread_notices": cache(partial(_unread, person)),
        "unread_talk": cache(partial(_unread_talk, person)),
    }


def _balance(person: User | AnonymousUser) -> int | None:
    return connects.balance_of(person) if isinstance(person, User) and person.is_freelancer else None


def _unread(person: User | AnonymousUser) -> str:
    """ "3", "99+", or nothing."""
    count = notices.unread_count(person) if isinstance(person, User) else 0
    return "99+" if count >= notices.MOST_COUNTED else str(count or "")


def _unread_talk(person: User | AnonymousUser) -> str:
    """In how many conversations something is new."""
    count = reading.unread_threads(person) if isinstance(person, User) else 0
    return "99+" if count >= reading.MOST_COUNTED else str(count or "")
