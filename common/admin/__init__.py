"""What every room's admin is made of, and this room's own pages."""

from common.admin.base import (
    LogEntryAdmin,
    Pill,
    ReadOnlyAdmin,
    ReasonForm,
    SweepRunAdmin,
    ask,
    change_url,
    link,
)
from common.admin.mail import MailAdmin, NoticeAdmin
from common.admin.money import InMoney, MoneyAdmin, MoneyField
from common.admin.newsletter import IssueAdmin, SubscriberAdmin
from common.admin.policies import GrowingPolicyAdmin, PolicyAdmin, PolicyChangeAdmin, PolicyForm, moved

__all__ = [
    "GrowingPolicyAdmin",
    "InMoney",
    "IssueAdmin",
    "LogEntryAdmin",
    "MailAdmin",
    "MoneyAdmin",
    "MoneyField",
    "NoticeAdmin",
    "Pill",
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
