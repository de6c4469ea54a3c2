"""What every room's admin is made of, and this room's own pages."""

from common.admin.base import (
    GrowingPolicyAdmin,
    LogEntryAdmin,
    PolicyAdmin,
    PolicyChangeAdmin,
    PolicyForm,
    ReadOnlyAdmin,
    ReasonForm,
    SweepRunAdmin,
    ask,
    change_url,
    link,
    moved,
)
from common.admin.mail import MailAdmin, NoticeAdmin
from common.admin.newsletter import IssueAdmin, SubscriberAdmin

__all__ = [
    "GrowingPolicyAdmin",
    "IssueAdmin",
    "LogEntryAdmin",
    "MailAdmin",
    "NoticeAdmin",
    "PolicyAdmin",
    "PolicyChangeAdmin",
    "PolicyForm",
    "ReadOnlyAdmin",
    "ReasonForm",
    "SubscriberAdmin",
    "SweepRunAdmin",
    "ask",
    "change_url",
    "link",
    "moved",
]
