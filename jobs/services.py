"""The verbs of this room, each one transaction. Sorted by subject in the modules they come from."""

from jobs.activity import client_seen, count_hire, count_proposal, count_shortlisted, lock, lock_live, lock_published
from jobs.closing import cancel, expire_due, fill, remove
from jobs.pausing import extend, pause, resume
from jobs.posting import discard, draft, edit, price, promised, publish, repost
from jobs.saving import save, unsave

__all__ = [
    "cancel",
    "client_seen",
    "count_hire",
    "count_proposal",
    "count_shortlisted",
    "discard",
    "draft",
    "edit",
    "expire_due",
    "extend",
    "fill",
    "lock",
    "lock_live",
    "lock_published",
    "pause",
    "price",
    "promised",
    "publish",
    "remove",
    "repost",
    "resume",
    "save",
    "unsave",
]
