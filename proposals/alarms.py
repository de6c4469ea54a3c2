"""Announced refunds that are not done in time are an alarm for operators: notice, mail and health page (PRODUCT 8)."""

from datetime import datetime

from accounts.models import User
from proposals import boost_refunds, tell
from proposals.models import Settlement
from proposals.settlement import owed_by


def raise_due(at: datetime) -> int:
    """Alarm operators once for each settlement that still owes refunds after its alarm time. Returns how many."""
    return sum(_raise(row, at) for row in late(at) if row.alarmed_at is None)


def late(at: datetime) -> list[Settlement]:
    """Settlements that still owe refunds after their alarm time."""
    overdue = Settlement.objects.filter(settled_at=None, alarm_at__lte=at).select_related("job")
    return [row for row in overdue if owed_by(row).exists() or boost_refunds.owed_by(row)]


def _raise(row: Settlement, at: datetime) -> bool:
    if not Settlement.objects.filter(pk=row.pk, alarmed_at=None).update(alarmed_at=at):
        return False
    tell.operators_of_late_refunds(row, User.objects.filter(is_staff=True, is_active=True))
    return True
