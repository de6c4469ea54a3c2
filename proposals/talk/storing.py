"""Keeping files: privately, under names nobody can guess, and none that no message took up.

The row comes first, the file after it: killed anywhere, every file has a row by which it is found and swept away.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.files.base import File
from django.core.files.storage import Storage

from accounts.models import User
from common import clock
from proposals.models import Attachment
from proposals.models.talk import private_place
from proposals.talk.files import Checked

# A form is sent and its message written within one request: what is older was abandoned.
_ABANDONED_AFTER = timedelta(hours=1)
_BATCH = 200


def store(checked: Checked, *, by: User) -> Attachment:
    """Keep one file, for a message to take up. Not part of any transaction: the row must outlive a crash."""
    row = Attachment(
        by=by,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        uploaded_at=clock.now(),
    )
    row.file.name = private_place(row, checked.name)
    row.save()
    _storage().save(row.file.name, File(checked.upload))
    return row


def discard(ids: Collection[int]) -> int:
    """Do away with those of these files that no message took up. Returns how many."""
    if not ids:
        return 0
    gone = 0
    for pk, place in Attachment.objects.filter(pk__in=ids, message=None).values_list("pk", "file"):
        # Nobody takes up what this statement takes away.
        deleted, _ = Attachment.objects.filter(pk=pk, message=None).delete()
        if deleted:
            _storage().delete(place)
        gone += deleted
    return gone


def discard_abandoned(at: datetime) -> int:
    """The sweep: what uploads that broke off have left. May run twice, or be killed."""
    done = 0
    old = Attachment.objects.filter(message=None, uploaded_at__lte=at - _ABANDONED_AFTER).order_by("uploaded_at", "pk")
    while ids := list(old.values_list("pk", flat=True)[:_BATCH]):
        done += discard(ids)
    return done


def next_abandoned() -> datetime | None:
    """When the oldest file without a message counts as abandoned."""
    waiting = Attachment.objects.filter(message=None).order_by("uploaded_at")
    first = waiting.values_list("uploaded_at", flat=True).first()
    return first + _ABANDONED_AFTER if first else None


def _storage() -> Storage:
    storage: Storage = Attachment._meta.get_field("file").storage
    return storage
