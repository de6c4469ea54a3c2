"""People to be told, a way to tell them, and a fresh cache so that no story inherits another's throttles."""

from collections.abc import Callable

import pytest
from django.core.cache import cache

from common import kinds, preferences
from common.models import Mail, Notice
from common.telling import News, tell


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def news(ben) -> Callable[..., None]:
    """Tell Ben something: `news("message", 3)`."""

    def make(kind: str, number: int = 1, *, to=ben, **fields) -> None:
        text = fields.pop("text", f"{kind} {number}")
        tell(News(to, kind, f"{kind}:{number}", text, "/jobs/", subject=text, lines=(text,), **fields))

    return make


@pytest.fixture
def switch(ben) -> Callable[..., None]:
    def set_to(kind: str, channel: str, on: bool, *, person=ben) -> None:
        preferences.choose(person, [(kind, channel, on)])

    return set_to


@pytest.fixture
def told(ben) -> Callable[..., tuple[int, int]]:
    """How many notices of a kind, and how many mails of it to be sent."""

    def count(kind: str, person=ben) -> tuple[int, int]:
        given = Notice.objects.filter(person=person, kind=kind)
        return given.count(), Mail.objects.filter(person=person, kind=kind).count()

    return count


ALL = sorted(kinds.KINDS)
