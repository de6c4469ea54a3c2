"""Tickets: somebody believes that a line of a wallet's history is wrong, and an operator answers, refunds or closes.

What is said, and what is decided with its reason, are rows that stay. A line's ticket waits once a person.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.agencies import standing as agencies
from accounts.models import User
from common import clock
from common.models import Policy
from support.vocabulary import WAITING, Kind, State

PERSON = settings.AUTH_USER_MODEL
LONGEST = 2000


class SupportPolicy(Policy):
    """The figures of support: one row."""

    reopen_days = models.PositiveSmallIntegerField(
        default=14,
        help_text=gettext_lazy("For how many days writing opens a ticket again that was closed or refunded."),
    )
    late_days = models.PositiveSmallIntegerField(
        default=2,
        help_text=gettext_lazy(
            "After how many days a ticket without an answer counts as late on the operators' desk."
        ),
    )

    class Meta:
        verbose_name_plural = "support policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="support_policy_has_one_row"),
            models.CheckConstraint(condition=Q(reopen_days__lte=365), name="tickets_reopen_within_a_year"),
            models.CheckConstraint(condition=Q(late_days__gte=1, late_days__lte=60), name="late_is_1_to_60_days"),
        ]

    def __str__(self) -> str:
        return gettext("Support")


class Tickets(models.QuerySet["Ticket"]):
    def waiting(self) -> "Tickets":
        """Not settled: the operators' turn, or the person's."""
        return self.filter(state__in=WAITING)

    def open(self) -> "Tickets":
        """The operators' turn."""
        return self.filter(state=State.OPEN)

    def late(self, at: datetime) -> "Tickets":
        days = SupportPolicy.objects.get(pk=1).late_days
        return self.open().filter(asked_at__lte=at - timedelta(days=days))

    def seen_by(self, person: User) -> "Tickets":
        """Of one's own wallet, and of the pools of agencies that one runs now: whoever has left sees none of those."""
        pools = agencies.run_by(person).values("pk")
        return self.filter(Q(wallet__person=person) | Q(wallet__agency__in=pools))

    def as_a_queue(self) -> "Tickets":
        """What waits for an operator first; the oldest question on top."""
        return self.annotate(turn=_turn()).order_by("turn", "asked_at", "id")


class Ticket(models.Model):
    """What one person asks about one line of a wallet's history."""

    wallet = models.ForeignKey("connects.Wallet", on_delete=models.PROTECT, related_name="tickets")
    line = models.ForeignKey("connects.Transaction", on_delete=models.PROTECT, related_name="tickets")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="tickets")
    kind = models.CharField(max_length=8, choices=Kind)
    # What the line was about when the ticket was opened, so that lists ask no other room.
    title = models.CharField(max_length=200)
    connects = models.IntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    # Since when it is the operators' turn, or was the last time; and the latest thing that happened.
    asked_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    # What an operator gave back for it, once: it stays when the ticket is opened again.
    refunded_at = models.DateTimeField(null=True, blank=True)
    refunded = models.PositiveIntegerField(default=0)

    objects = Tickets.as_manager()

    class Meta:
        permissions = [("refund_ticket", "Can refund Connects from a ticket")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "line"], condition=Q(state__in=WAITING), name="one_open_ticket_a_person_and_line"
            ),
            models.CheckConstraint(
                condition=Q(refunded_at=None, refunded=0) | Q(refunded_at__isnull=False, refunded__gt=0),
                name="ticket_refunds_something_or_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(state="refunded") | Q(refunded__gt=0), name="refunded_ticket_says_how_much"
            ),
        ]
        indexes = [
            models.Index(fields=["wallet", "-id"], name="ticket_of_wallet"),
            models.Index(fields=["asked_at"], condition=Q(state="open"), name="ticket_waiting"),
        ]

    def __str__(self) -> str:
        return gettext("Ticket {number}: {title}").format(number=self.pk, title=self.title)

    def get_absolute_url(self) -> str:
        return reverse("ticket", args=[self.pk])

    @property
    def cause(self) -> str:
        """How bookings name it in history."""
        return f"ticket:{self.pk}"

    @property
    def waits(self) -> bool:
        return self.state in WAITING


class TicketMessage(models.Model):
    """What was said. Written once."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    by_operator = models.BooleanField(default=False)
    text = models.TextField(max_length=LONGEST)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="ticket_message_says_something")]

    def __str__(self) -> str:
        return self.text[:60]


class TicketEvent(models.Model):
    """Who did what to a ticket, when; operators say why. Written once."""

    class What(models.TextChoices):
        OPENED = "opened", _("Opened")
        ANSWERED = "answered", _("Answered")
        REFUNDED = "refunded", _("Refunded")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=8, choices=What)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    by_operator = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True)
    # Connects that it gave back.
    connects = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(what="refunded"), name="ticket_refunds_once"),
            models.CheckConstraint(
                condition=~Q(what="refunded") | (Q(by_operator=True, connects__gt=0) & ~Q(why="")),
                name="refund_by_support_says_who_why_and_how_much",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} by {self.by}"


def _turn() -> models.Case:
    order = {State.OPEN: 0, State.ANSWERED: 1}
    whens = [models.When(state=state, then=place) for state, place in order.items()]
    return models.Case(*whens, default=2, output_field=models.IntegerField())
