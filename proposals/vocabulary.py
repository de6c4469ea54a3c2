"""The words for what becomes of a proposal, and the rows and columns of the refund matrix (PRODUCT 7, 8)."""

from django.db import models


class Stage(models.IntegerChoices):
    """The furthest stage a proposal ever reached: it decides the column of the refund matrix."""

    SUBMITTED = 10, "Submitted"
    VIEWED = 20, "Viewed"
    SHORTLISTED = 30, "Shortlisted"
    IN_DISCUSSION = 40, "In discussion"
    INTERVIEWING = 50, "Interviewing"
    OFFERED = 60, "Offered"
    HIRED = 70, "Hired"


class State(models.TextChoices):
    """Where a proposal stands now. "Archived" is the client's own tidying and is kept beside it, as an instant."""

    SUBMITTED = "submitted", "Submitted"
    VIEWED = "viewed", "Viewed"
    SHORTLISTED = "shortlisted", "Shortlisted"
    IN_DISCUSSION = "in_discussion", "In discussion"
    INTERVIEWING = "interviewing", "Interviewing"
    OFFERED = "offered", "Offered"
    HIRED = "hired", "Hired"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DECLINED = "declined", "Declined"
    NOT_SELECTED = "not_selected", "Not selected"


class Origin(models.TextChoices):
    """How a proposal came about. Whom the client asked pays nothing (PRODUCT 6)."""

    SENT = "sent", "Sent"
    INVITED = "invited", "Invited by the client"
    OFFERED = "offered", "Offered by the client unasked"


class Outcome(models.TextChoices):
    """What happened to the job or the proposal: the row of the refund matrix."""

    CANCELLED = "cancelled", "The client cancels the job before anyone is hired"
    REMOVED = "removed", "The job is removed for a violation"
    WITHDRAWN = "withdrawn", "The freelancer withdraws, whatever the reason"
    PASSED_OVER = "passed_over", "The client never views, never answers, archives, declines or hires another"
    NEVER_VIEWED = "never_viewed", "The client leaves the proposal unopened for a number of days"
    EXPIRED = "expired", "The job expires: abandoned without being cancelled"
    AFTER_HIRE = "after_hire", "The client cancels or closes the job after anyone was hired"
    BOOST_SPENT = "boost_spent", "A boost already spent, when the job is removed"


# Instead of a row of the matrix, where none decided that Connects came back but an operator did (PRODUCT 8).
BY_SUPPORT = "support"


class Column(models.TextChoices):
    """How far a proposal had come: the column of the refund matrix."""

    EARLY = "early", "Submitted, viewed, shortlisted or in discussion"
    LATE = "late", "Interviewing or offered"
    HIRED = "hired", "Hired"
    WITHDRAWN = "withdrawn", "Withdrawn before"
