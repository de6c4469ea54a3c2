"""The words a job is described with (PRODUCT 6, 7)."""

from django.db import models


class BudgetType(models.TextChoices):
    FIXED = "fixed", "Fixed price"
    HOURLY = "hourly", "Hourly"


class Level(models.TextChoices):
    ENTRY = "entry", "Entry"
    INTERMEDIATE = "intermediate", "Intermediate"
    EXPERT = "expert", "Expert"


class Length(models.TextChoices):
    DAYS = "days", "A few days"
    WEEKS = "weeks", "1 to 4 weeks"
    MONTHS = "months", "1 to 3 months"
    LONG = "long", "More than 3 months"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"


class JobEnd(models.TextChoices):
    """Why a job closed (PRODUCT 7)."""

    FILLED = "filled", "Filled"
    CANCELLED = "cancelled", "Cancelled by the client"
    REMOVED = "removed", "Removed for a violation"
    EXPIRED = "expired", "Expired without a decision"


class Violation(models.TextChoices):
    ILLEGAL = "illegal", "Illegal activity"
    OUTSIDE = "outside", "Work outside the platform"
    FRAUD = "fraud", "Fraud"
    DISCRIMINATION = "discrimination", "Discrimination"
