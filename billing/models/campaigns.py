"""Campaigns: Connects or an offer for a part of the people, sent once to each (PRODUCT 3, 9)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from billing.models.discounts import MOST_CONNECTS, MOST_DAYS, PromoCode, Sale
from common import clock
from common.models import Policy


class Campaigns(models.QuerySet["Campaign"]):
    def sending(self) -> "Campaigns":
        return self.filter(state=Campaign.State.SENDING)


class Campaign(Policy):
    """What somebody gets, who gets it, and how far the sending has come.

    A draft is changed as every figure is, with a reason; once it is started, what it says and to whom stays.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", _("Connects")
        SALE = "sale", _("A sale")
        CODE = "code", _("A promo code")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENDING = "sending", _("Sending")
        PAUSED = "paused", _("Paused")
        SENT = "sent", _("Sent")
        STOPPED = "stopped", _("Stopped")

    # What an operator writes; the rest follows from what is done with it.
    WRITTEN = (
        *("name", "message", "kind", "connects", "lives_days", "sale", "code"),
        *("plan", "country", "joined_since", "inactive_since"),
    )

    name = models.CharField(max_length=60, help_text=gettext_lazy("As people read it: Spring thanks."))
    message = models.CharField(
        max_length=160, help_text=gettext_lazy("A sentence or two to them, without the figures.")
    )
    kind = models.CharField(_("what they get"), max_length=5, choices=Kind, default=Kind.GRANT)
    connects = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_CONNECTS)],
        help_text=gettext_lazy("To each, when they get Connects."),
    )
    lives_days = models.PositiveIntegerField(
        _("live for days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=gettext_lazy("How many days these Connects live."),
    )
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns")
    code = models.ForeignKey(
        PromoCode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("promo code"),
    )

    plan = models.ForeignKey(
        "connects.Plan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("Empty: any."),
    )
    country = models.CharField(max_length=2, blank=True, help_text=gettext_lazy("Empty: any."))
    joined_since = models.DateField(
        null=True,
        blank=True,
        help_text=gettext_lazy("Only those who joined on this day or later (UTC). Empty: whenever."),
    )
    inactive_since = models.DateField(
        null=True,
        blank=True,
        help_text=gettext_lazy("Only those who have not been here since this day began (UTC). Empty: anybody."),
    )

    state = models.CharField(max_length=7, choices=State, default=State.DRAFT, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How many people there were when it was started, and the last wallet of them: whoever comes later is not in it.
    expected = models.PositiveIntegerField(null=True, blank=True, editable=False)
    last_wallet = models.PositiveBigIntegerField(default=0, editable=False)
    # A purchase within so many days counts as led to by it, as the figure was at the start.
    counts_days = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    # The last wallet dealt with, how many people were reached, and for how many of them Connects wait.
    cursor = models.PositiveBigIntegerField(default=0, editable=False)
    reached = models.PositiveIntegerField(default=0, editable=False)
    held = models.PositiveIntegerField(default=0, editable=False)

    objects = Campaigns.as_manager()

    class Meta:
        ordering = ["-id"]
        permissions = [("send_campaign", "Can send, pause and stop campaigns")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="grant", connects__gte=1, lives_days__gte=1, sale=None, code=None)
                | Q(kind="sale", connects=None, lives_days=None, sale__isnull=False, code=None)
                | Q(kind="code", connects=None, lives_days=None, sale=None, code__isnull=False),
                name="campaign_gives_one_thing",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(message=""), name="campaign_says_what_it_is"),
            models.CheckConstraint(
                condition=Q(state="draft", started_at=None)
                | Q(state="stopped")
                | (Q(state__in=["sending", "paused", "sent"], started_at__isnull=False, expected__isnull=False)),
                name="campaign_is_started_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "stopped"], finished_at__isnull=False)
                | (~Q(state__in=["sent", "stopped"]) & Q(finished_at=None)),
                name="campaign_ends_at_an_instant",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="sending"), name="campaign_to_send")]

    def __str__(self) -> str:
        return self.name

    def figures(self) -> dict[str, Any]:
        """For the record of changes: what operators decide, not how far the sending has come."""
        return {
            name: value
            for name, value in super().figures().items()
            if name.removesuffix("_id") in {*self.WRITTEN, "state"}
        }

    def clean(self) -> None:
        before = Campaign.objects.filter(pk=self.pk).first() if self.pk else None
        if before and before.state != self.State.DRAFT and before.written() != self.written():
            raise ValidationError(_("It has been started: what it says and to whom stays as it is."))

    def written(self) -> dict[str, Any]:
        return {name: value for name, value in self.figures().items() if name != "state"}

    @property
    def reference(self) -> str:
        """What its notices are told under, and the cause of its bookings."""
        return f"campaign:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class CampaignPerson(models.Model):
    """Somebody whom a campaign has reached: once, whatever accounts they have."""

    # Both found by the constraints.
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="people", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="campaigns", db_index=False
    )
    # Of their mailbox (accounts.normalise), which it does not name.
    mark = models.CharField(max_length=32)
    at = models.DateTimeField()
    # Their Connects wait for an operator.
    held = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = _("people of campaigns")
        constraints = [
            models.UniqueConstraint(fields=["person", "campaign"], name="campaign_reaches_a_person_once"),
            models.UniqueConstraint(fields=["campaign", "mark"], name="campaign_reaches_a_mailbox_once"),
        ]
