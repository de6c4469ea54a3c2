"""One line in somebody's notice centre, once per cause."""

from typing import Any

from common import clock
from common.models import Notice


def give(person: Any, *, kind: str, text: str, reference: str, link: str = "") -> None:
    """Tell a person something. The same reference twice tells it once."""
    give_many([Notice(person=person, kind=kind, text=text, link=link, reference=reference)])


def give_many(notices: list[Notice]) -> None:
    """Tell many people in one statement; those who were told before are passed over."""
    for notice in notices:
        notice.created_at = clock.now()
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
