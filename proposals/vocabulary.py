"""The words for what becomes of a proposal, and the rows and columns of the refund matrix (PRODUCT 7, 8)."""

from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _


class Stage(models.IntegerChoices):
    """The furthest stage a proposal ever reached: it decides the column of the refund matrix."""

    SUBMITTED = 10, _("Submitted")
    VIEWED = 20, _("Viewed")
    SHORTLISTED = 30, _("Shortlisted")
    IN_DISCUSSION = 40, _("In discussion")
    INTERVIEWING = 50, _("Interviewing")
    OFFERED = 60, _("Offered")
    HIRED = 70, _("Hired")


class State(models.TextChoices):
    """Where a proposal stands now. "Archived" is the client's own tidying and is kept beside it, as an instant."""

    SUBMITTED = "submitted", _("Submitted")
    VIEWED = "viewed", _("Viewed")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    IN_DISCUSSION = "in_discussion", _("In discussion")
    INTERVIEWING = "interviewing", _("Interviewing")
    OFFERED = "offered", _("Offered")
    HIRED = "hired", _("Hired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Declined")
    NOT_SELECTED = "not_selected", _("Not selected")


class Origin(models.TextChoices):
    """How a proposal came about. Whom the client asked pays nothing (PRODUCT 6)."""

    SENT = "sent", _("Sent")
    INVITED = "invited", _("Invited by the client")
    OFFERED = "offered", _("Offered by the client unasked")


class Outcome(models.TextChoices):
    """What happened to the job or the proposal: the row of the refund matrix."""

    CANCELLED = "cancelled", _("The client cancels the job before anyone is hired")
    REMOVED = "removed", _("The job is removed for a violation")
    WITHDRAWN = "withdrawn", _("The freelancer withdraws, whatever the reason")
    PASSED_OVER = "passed_over", _("The client never views, never answers, archives, declines or hires another")
    NEVER_VIEWED = "never_viewed", _("The client leaves the proposal unopened for a number of days")
    EXPIRED = "expired", _("The job expires: abandoned without being cancelled")
    AFTER_HIRE = "after_hire", _("The client cancels or closes the job after anyone was hired")
    BOOST_SPENT = "boost_spent", _("A boost already spent, when the job is removed")


# Instead of a row of the matrix, where none decided that Connects came back but an operator did (PRODUCT 8).
BY_SUPPORT = "support"


class Column(models.TextChoices):
    """How far a proposal had come: the column of the refund matrix."""

    EARLY = "early", _("Submitted, viewed, shortlisted or in discussion")
    LATE = "late", _("Interviewing or offered")
    HIRED = "hired", _("Hired")
    WITHDRAWN = "withdrawn", _("Withdrawn before")


# Why a client declines, of the usual reasons: kept as they stand here, said in the language of whoever reads them.
DECLINES = (
    gettext_noop("Chose somebody whose experience is closer to the job"),
    gettext_noop("The bid is above the budget"),
    gettext_noop("The letter does not speak to the job"),
    gettext_noop("The timing does not fit"),
)


def declined_because(words: str) -> str:
    """A client's reason: one of the usual ones in the reader's language, what somebody typed as it is."""
    usual = next((each for each in DECLINES if words == each or words.startswith(f"{each}. ")), "")
    return gettext(usual) + words[len(usual) :] if usual else words
