"""The words of support: what somebody believes is wrong, and where a ticket stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What somebody believes is wrong with a line."""

    MISSING = "missing", _("A refund is missing")
    AMOUNT = "amount", _("The number of Connects is wrong")
    OTHER = "other", _("Something else")


class State(models.TextChoices):
    """Where a ticket stands: open is the operators' turn, answered the person's."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    REFUNDED = "refunded", _("Refunded")
    CLOSED = "closed", _("Closed")


# Of these a person has one for a line at a time.
WAITING = (State.OPEN, State.ANSWERED)
