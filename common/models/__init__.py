"""What every room needs a row for: the demo clock, mail, notices, what people want of them, and policy changes."""

from common.models.mail import Mail
from common.models.newsletter import Issue, Subscriber
from common.models.notices import MailPace, Notice, NoticeSwitch
from common.models.policies import Policy, PolicyChange
from common.models.work import Bookmark, ClockOffset, SweepRun

__all__ = [
    "Bookmark",
    "ClockOffset",
    "Issue",
    "Mail",
    "MailPace",
    "Notice",
    "NoticeSwitch",
    "Policy",
    "PolicyChange",
    "Subscriber",
    "SweepRun",
]
