"""The refund matrix as operators set it, as it stood when a proposal was sent, and the refunds that it announces."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.models import Policy
from proposals.vocabulary import Column, Outcome


class RefundRule(Policy):
    """One cell of the matrix: whether proposals of that column are refunded when that happens (PRODUCT 8)."""

    outcome = models.CharField(max_length=16, choices=Outcome, editable=False)
    column = models.CharField(max_length=10, choices=Column, editable=False)
    refunded = models.BooleanField(default=False)
    # Days after sending from which a dated rule ("never viewed for 30 days") applies; empty in all others.
    after_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "column"], name="refund_matrix_has_each_cell_once"),
            models.CheckConstraint(
                condition=Q(outcome="never_viewed", after_days__isnull=False, after_days__gte=1)
                | (~Q(outcome="never_viewed") & Q(after_days=None)),
                name="only_the_dated_rule_has_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} / {self.get_column_display()}"


class RefundTiming(Policy):
    """When announced refunds are done, and when a late one alarms operators; one row (PRODUCT 8)."""

    due_hours = models.PositiveSmallIntegerField(default=24)
    alarm_hours = models.PositiveSmallIntegerField(default=48)

    class Meta:
        verbose_name_plural = _("refund timing")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="refund_timing_has_one_row"),
            models.CheckConstraint(
                condition=Q(alarm_hours__gte=F("due_hours")), name="refund_is_due_before_it_alarms"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Refund timing")


class RefundPolicy(models.Model):
    """The whole matrix as it stood from one instant on. A proposal keeps the one it was sent under. Never changed."""

    since = models.DateTimeField()
    # "outcome/column" to whether it is refunded.
    cells = models.JSONField()
    # "outcome/column" of each dated rule to its days.
    days = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = _("refund policies")

    def __str__(self) -> str:
        return gettext("Refund rules, version {number}").format(number=self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of the refund rules is never changed: proposals were sent under it.")
        super().save(*args, **kwargs)


class Settlement(models.Model):
    """Refunds that one ending announces: a job's (all its proposals) or a single proposal's. One row however many.

    Which of a job's proposals it refunds is read from the policy stored with each; that of a single proposal was
    decided when it was announced. A removal after another ending has a settlement of its own: what the earlier one
    has announced comes when it was promised, and the removal refunds whatever is not refunded by then.
    """

    job = models.ForeignKey("jobs.Job", on_delete=models.PROTECT, related_name="settlements")
    closure = models.OneToOneField(
        "jobs.JobClosure", on_delete=models.PROTECT, null=True, blank=True, related_name="settlement"
    )
    proposal = models.OneToOneField(
        "proposals.Proposal", on_delete=models.PROTECT, null=True, blank=True, related_name="settlement"
    )
    outcome = models.CharField(max_length=16, choices=Outcome)
    announced_at = models.DateTimeField()
    due_at = models.DateTimeField()
    alarm_at = models.DateTimeField()
    # When the sweep looks at it next: when due, and after a refund that failed, a little later.
    try_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    # People are told in batches after the job has closed; the last proposal whose author has been told.
    told_through = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    refunds = models.PositiveIntegerField(default=0)
    connects = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closure__isnull=False, proposal=None) | Q(closure=None, proposal__isnull=False),
                name="settlement_is_of_a_job_or_of_a_proposal",
            ),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(settled_at=None), name="settlement_due"),
            models.Index(fields=["job"], condition=Q(settled_at=None), name="settlement_open"),
            models.Index(fields=["announced_at"], condition=Q(told_at=None), name="settlement_untold"),
        ]

    def __str__(self) -> str:
        return gettext("Settlement {number}: {outcome}").format(number=self.pk, outcome=self.get_outcome_display())
