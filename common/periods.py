"""Weeks and months of the calendar (UTC), as figures are counted by."""

from typing import Any, Literal

from django.db.models.functions import TruncMonth, TruncWeek

Step = Literal["week", "month"]
STARTS: dict[Step, Any] = {"week": TruncWeek, "month": TruncMonth}
