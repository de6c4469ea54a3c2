"""The words a job is described with (PRODUCT 6, 7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# Kept as the reason of a closing, and said in the reader's words (JobClosure.why).
CLIENT_LEFT = gettext_noop("The client closed their account.")


class BudgetType(models.TextChoices):
    FIXED = "fixed", _("Fixed price")
    HOURLY = "hourly", _("Hourly")


class Level(models.TextChoices):
    ENTRY = "entry", _("Entry")
    INTERMEDIATE = "intermediate", _("Intermediate")
    EXPERT = "expert", _("Expert")


class Length(models.TextChoices):
    DAYS = "days", _("A few days")
    WEEKS = "weeks", _("1 to 4 weeks")
    MONTHS = "months", _("1 to 3 months")
    LONG = "long", _("More than 3 months")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class JobEnd(models.TextChoices):
    """Why a job closed (PRODUCT 7)."""

    FILLED = "filled", _("Filled")
    CANCELLED = "cancelled", _("Cancelled by the client")
    REMOVED = "removed", _("Removed for a violation")
    EXPIRED = "expired", _("Expired without a decision")


class Violation(models.TextChoices):
    ILLEGAL = "illegal", _("Illegal activity")
    OUTSIDE = "outside", _("Work outside the platform")
    FRAUD = "fraud", _("Fraud")
    DISCRIMINATION = "discrimination", _("Discrimination")
