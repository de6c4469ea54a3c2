"""How a status looks and reads: its tone, icon and words. One means the same in every room, so there is one table."""

from typing import NamedTuple

from django.utils.translation import pgettext_lazy

from common.reading import Words


class Look(NamedTuple):
    tone: str
    icon: str
    words: Words = ""


UNKNOWN = Look("over", "circle")

LOOKS: dict[str, Look] = {
    # The wallet's movements, by status.
    "granted": Look("good", "gift", pgettext_lazy("status", "Granted")),
    "purchased": Look("good", "receipt-text", pgettext_lazy("status", "Purchased")),
    "spent": Look("over", "send", pgettext_lazy("status", "Spent")),
    "boost_held": Look("wait", "rocket", pgettext_lazy("status", "Boost held")),
    "boost_returned": Look("accent", "undo-2", pgettext_lazy("status", "Boost returned")),
    "refund_pending": Look("wait", "hourglass", pgettext_lazy("status", "Refund pending")),
    "refunded": Look("accent", "undo-2", pgettext_lazy("status", "Refunded")),
    "expired": Look("over", "clock", pgettext_lazy("status", "Expired")),
    "revoked": Look("bad", "ban", pgettext_lazy("status", "Revoked")),
    "disputed": Look("warn", "scale", pgettext_lazy("status", "Disputed")),
    "adjusted": Look("over", "pencil", pgettext_lazy("status", "Adjusted")),
    "boosted": Look("accent", "rocket", pgettext_lazy("status", "Boosted")),
    # Proposals, by stage and ending.
    "draft": Look("over", "pen-line", pgettext_lazy("status", "Draft")),
    "submitted": Look("wait", "send", pgettext_lazy("status", "Submitted")),
    "viewed": Look("wait", "eye", pgettext_lazy("status", "Viewed")),
    "shortlisted": Look("accent", "star", pgettext_lazy("status", "Shortlisted")),
    "in_discussion": Look("talk", "message-square", pgettext_lazy("status", "In discussion")),
    "interviewing": Look("talk", "users", pgettext_lazy("status", "Interviewing")),
    "offered": Look("warn", "handshake", pgettext_lazy("status", "Offered")),
    "hired": Look("good", "circle-check", pgettext_lazy("status", "Hired")),
    "withdrawn": Look("over", "undo-2", pgettext_lazy("status", "Withdrawn")),
    "declined": Look("over", "x", pgettext_lazy("status", "Declined")),
    "not_selected": Look("over", "minus", pgettext_lazy("status", "Not selected")),
    "archived": Look("over", "archive", pgettext_lazy("status", "Archived")),
    # Jobs, contracts.
    "open": Look("good", "circle-dot", pgettext_lazy("status", "Open")),
    "paused": Look("warn", "circle-pause", pgettext_lazy("status", "Paused")),
    "closed": Look("over", "circle-check", pgettext_lazy("status", "Closed")),
    "featured": Look("accent", "star", pgettext_lazy("status", "Featured")),
    "filled": Look("good", "circle-check", pgettext_lazy("status", "Filled")),
    "cancelled": Look("over", "circle-x", pgettext_lazy("status", "Cancelled")),
    "removed": Look("bad", "flag", pgettext_lazy("status", "Removed")),
    "active": Look("good", "circle-dot", pgettext_lazy("status", "Active")),
    "finished": Look("over", "circle-check", pgettext_lazy("status", "Finished")),
    "ended": Look("over", "circle-off", pgettext_lazy("status", "Ended")),
    # Purchases, tasks.
    "processing": Look("wait", "loader-circle", pgettext_lazy("status", "Processing")),
    "paid": Look("good", "circle-check", pgettext_lazy("status", "Paid")),
    "failed": Look("bad", "circle-x", pgettext_lazy("status", "Failed")),
    "past_due": Look("bad", "triangle-alert", pgettext_lazy("status", "Past due")),
    "ending": Look("warn", "hourglass", pgettext_lazy("status", "Ending")),
    "pending": Look("wait", "hourglass", pgettext_lazy("status", "Pending")),
    "done": Look("good", "check", pgettext_lazy("status", "Done")),
    "verified": Look("accent", "badge-check", pgettext_lazy("status", "Verified")),
    # Offers, invitations.
    "accepted": Look("good", "handshake", pgettext_lazy("status", "Accepted")),
    "taken_back": Look("over", "undo-2", pgettext_lazy("status", "Taken back")),
    "lapsed": Look("over", "clock", pgettext_lazy("status", "Lapsed")),
    "over": Look("over", "circle-off", pgettext_lazy("status", "Over")),
    "used": Look("good", "send", pgettext_lazy("status", "Used")),
    # Badges.
    "rising_talent": Look("accent", "trending-up", pgettext_lazy("status", "Rising talent")),
    "available": Look("good", "circle-dot", pgettext_lazy("status", "Available")),
    # Tickets.
    "answered": Look("accent", "message-square", pgettext_lazy("status", "Answered")),
    # Referrals.
    "joined": Look("accent", "user-round-check", pgettext_lazy("status", "Joined")),
    "waiting": Look("wait", "hourglass", pgettext_lazy("status", "Waiting")),
    "rewarded": Look("good", "gift", pgettext_lazy("status", "Rewarded")),
    "over_cap": Look("over", "minus", pgettext_lazy("status", "Over cap")),
    "not_counted": Look("over", "circle-off", pgettext_lazy("status", "Not counted")),
}
# What the wallet's kinds of movement are called as a status.
LOOKS |= {
    kind: LOOKS[status]
    for kind, status in {
        "grant": "granted",
        "purchase": "purchased",
        "spend": "spent",
        "hold": "boost_held",
        "return": "boost_returned",
        "refund": "refunded",
        "expire": "expired",
        "revoke": "revoked",
        "dispute": "disputed",
        "adjust": "adjusted",
    }.items()
}


def look(status: str) -> Look:
    return LOOKS.get(status, UNKNOWN)
