"""The words of support: what somebody believes is wrong, and where a ticket stands."""

from django.db import models


class Kind(models.TextChoices):
    """What somebody believes is wrong with a line."""

    MISSING = "missing", "A refund is missing"
    AMOUNT = "amount", "The number of Connects is wrong"
    OTHER = "other", "Something else"


class State(models.TextChoices):
    """Where a ticket stands: open is the operators' turn, answered the person's."""

    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    REFUNDED = "refunded", "Refunded"
    CLOSED = "closed", "Closed"


# Of these a person has one for a line at a time.
WAITING = (State.OPEN, State.ANSWERED)
