"""Paid plans of wallets: one live membership each, and the invoices that pay for it (PRODUCT 5)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from billing.models.catalogue import PlanPrice
from billing.models.purchases import new_key, session_end
from common import clock
from common.models import Policy


class MembershipPolicy(Policy):
    """The memberships' own figures: one row."""

    # After a failed renewal the plan's other benefits go on for so long, or until Stripe ends the subscription.
    grace_days = models.PositiveSmallIntegerField(default=14)

    class Meta:
        verbose_name_plural = _("membership policy")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="membership_policy_has_one_row")]

    def __str__(self) -> str:
        return gettext("Membership policy")

    @property
    def grace(self) -> timedelta:
        return timedelta(days=self.grace_days)


class Memberships(models.QuerySet["Membership"]):
    def live(self) -> "Memberships":
        """Those that give a wallet its plan, or are about to."""
        return self.filter(status__in=Membership.LIVE)

    def running(self) -> "Memberships":
        """Those that have been paid for and have not ended."""
        return self.filter(status__in=Membership.RUNNING)

    def locked(self) -> "Memberships":
        """Nobody else's to change until the transaction ends.

        Without the plan: PostgreSQL joins before it waits, and would not find a row at all that another writer puts on
        another plan meanwhile. The payer never changes.
        """
        return self.select_for_update(no_key=True, of=("self",)).select_related("payer")


class Membership(models.Model):
    """One wallet's paid plan, from its checkout to its end. A plan by contract has no subscription."""

    class Status(models.TextChoices):
        STARTING = "starting", _("Not paid yet")
        ACTIVE = "active", _("Active")
        PAST_DUE = "past_due", _("Payment failed")
        ENDED = "ended", _("Ended")
        ABANDONED = "abandoned", _("Never paid")

    RUNNING = ("active", "past_due")
    LIVE = ("starting", *RUNNING)

    wallet = models.ForeignKey("connects.Wallet", on_delete=models.PROTECT, related_name="memberships")
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships_paid")
    plan = models.ForeignKey("connects.Plan", on_delete=models.PROTECT, related_name="+")
    # Empty for a contract.
    interval = models.CharField(max_length=5, choices=PlanPrice.Interval, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    # What a period costs, as promised at its start or at the latest change of plan.
    price_minor = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.STARTING)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    attempt = models.PositiveSmallIntegerField(default=1)
    session_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    session_url = models.TextField(blank=True)
    session_expires_at = models.DateTimeField(default=session_end)
    subscription_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    # Invoices move this forward, each once; the wallet's allowances follow it.
    paid_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    # Ends with the paid period instead of renewing.
    ends_at_period_end = models.BooleanField(default=False)
    # A downgrade, or a change of interval, that comes with the next period.
    next_plan = models.ForeignKey("connects.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    next_interval = models.CharField(max_length=5, choices=PlanPrice.Interval, blank=True)
    # Since when a renewal stands unpaid.
    past_due_since = models.DateTimeField(null=True, blank=True)
    contract = models.TextField(blank=True, help_text=gettext_lazy("What was agreed, for a plan by contract."))
    mismatch = models.TextField(blank=True)
    # When to ask Stripe next: real time while its checkout is open, which is Stripe's; the site's time once it runs.
    look_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)
    # How often Stripe's word has changed this row. An answer asked for before the latest change is asked for anew.
    revision = models.PositiveIntegerField(default=0)

    objects = Memberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wallet"],
                condition=Q(status__in=["starting", "active", "past_due"]),
                name="wallet_has_one_membership_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["active", "past_due"])
                | Q(started_at__isnull=False, paid_until__isnull=False),
                name="running_membership_is_paid_until_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(status="ended", ended_at__isnull=False) | (~Q(status="ended") & Q(ended_at__isnull=True)),
                name="membership_ends_at_an_instant",
            ),
        ]
        indexes = [models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="membership_to_look_at")]

    def __str__(self) -> str:
        return gettext("{plan} of {wallet}").format(plan=self.plan, wallet=self.wallet)

    @property
    def number(self) -> str:
        """As it stands in Stripe's dashboard."""
        return f"M-{self.pk:06d}"

    @property
    def runs(self) -> bool:
        return self.status in self.RUNNING

    @property
    def is_contract(self) -> bool:
        """Given by an operator; Stripe knows nothing of it."""
        return not self.interval

    @property
    def can_be_paid(self) -> bool:
        """Stripe's page for its first payment is open. The last minutes are not offered."""
        soon = clock.real_now() + timedelta(minutes=2)
        waits = self.status == self.Status.STARTING and not self.subscription_id
        return waits and bool(self.session_url) and self.session_expires_at > soon


class Invoice(models.Model):
    """A paid invoice of a membership: it bought the plan from one instant to another, once."""

    class Status(models.TextChoices):
        PAID = "paid", _("Paid")
        REFUNDED = "refunded", _("Refunded")
        DISPUTED = "disputed", _("Disputed")

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="invoices")
    plan = models.ForeignKey("connects.Plan", on_delete=models.PROTECT, related_name="+")
    invoice_id = models.CharField(max_length=120, unique=True)
    # Stripe's number for it.
    number_at_stripe = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=40, blank=True, help_text=gettext_lazy("Stripe's billing reason."))
    amount_minor = models.PositiveIntegerField()
    tax_minor = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    paid_at = models.DateTimeField()
    paid_with = models.CharField(max_length=60, blank=True)
    payment_intent = models.CharField(max_length=120, blank=True, db_index=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PAID)
    refunded_minor = models.PositiveIntegerField(default=0)
    billed_company = models.CharField(max_length=120, blank=True)
    billed_tax_id = models.CharField(max_length=40, blank=True)
    billed_address = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=models.F("amount_minor")), name="invoice_returns_at_most_its_amount"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("membership_invoice", args=[self.pk])

    @property
    def standing(self) -> str:
        """Its status in words, and whether all of it was refunded."""
        return gettext("Partly refunded") if self.in_part else self.get_status_display()

    @property
    def in_part(self) -> bool:
        return self.status == self.Status.REFUNDED and self.refunded_minor < self.amount_minor

    @property
    def number(self) -> str:
        return f"S-{self.pk:06d}"
