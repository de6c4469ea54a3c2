"""How a status looks: its tone and icon. One word means the same in every room, so there is one table."""

from typing import NamedTuple


class Look(NamedTuple):
    tone: str
    icon: str


UNKNOWN = Look("over", "circle")

LOOKS: dict[str, Look] = {
    # The wallet's movements, by status.
    "granted": Look("good", "gift"),
    "purchased": Look("good", "receipt-text"),
    "spent": Look("over", "send"),
    "boost_held": Look("wait", "rocket"),
    "boost_returned": Look("accent", "undo-2"),
    "refund_pending": Look("wait", "hourglass"),
    "refunded": Look("accent", "undo-2"),
    "expired": Look("over", "clock"),
    "revoked": Look("bad", "ban"),
    "disputed": Look("warn", "scale"),
    "adjusted": Look("over", "pencil"),
    "boosted": Look("accent", "rocket"),
    # Proposals, by stage and ending.
    "draft": Look("over", "pen-line"),
    "submitted": Look("wait", "send"),
    "viewed": Look("wait", "eye"),
    "shortlisted": Look("accent", "star"),
    "in_discussion": Look("talk", "message-square"),
    "interviewing": Look("talk", "users"),
    "offered": Look("warn", "handshake"),
    "hired": Look("good", "circle-check"),
    "withdrawn": Look("over", "undo-2"),
    "declined": Look("over", "x"),
    "not_selected": Look("over", "minus"),
    "archived": Look("over", "archive"),
    # Jobs, contracts.
    "open": Look("good", "circle-dot"),
    "paused": Look("warn", "circle-pause"),
    "closed": Look("over", "circle-check"),
    "featured": Look("accent", "star"),
    "filled": Look("good", "circle-check"),
    "cancelled": Look("over", "circle-x"),
    "removed": Look("bad", "flag"),
    "active": Look("good", "circle-dot"),
    "finished": Look("over", "circle-check"),
    "ended": Look("over", "circle-off"),
    # Purchases, tasks.
    "processing": Look("wait", "loader-circle"),
    "paid": Look("good", "circle-check"),
    "failed": Look("bad", "circle-x"),
    "past_due": Look("bad", "triangle-alert"),
    "ending": Look("warn", "hourglass"),
    "pending": Look("wait", "hourglass"),
    "done": Look("good", "check"),
    "verified": Look("accent", "badge-check"),
    # Offers, invitations.
    "accepted": Look("good", "handshake"),
    "taken_back": Look("over", "undo-2"),
    "lapsed": Look("over", "clock"),
    "over": Look("over", "circle-off"),
    "used": Look("good", "send"),
    # Badges.
    "rising_talent": Look("accent", "trending-up"),
    "available": Look("good", "circle-dot"),
    # Tickets.
    "answered": Look("accent", "message-square"),
    # Referrals.
    "joined": Look("accent", "user-round-check"),
    "waiting": Look("wait", "hourglass"),
    "rewarded": Look("good", "gift"),
    "over_cap": Look("over", "minus"),
    "not_counted": Look("over", "circle-off"),
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
