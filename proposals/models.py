"""Proposals, what became of them, and who gets Connects back when a job ends (PRODUCT 7, 8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from common.models import Policy


class Stage(models.IntegerChoices):
    """The furthest stage a proposal ever reached; the column of the refund matrix."""

    SUBMITTED = 10, "Submitted"
    VIEWED = 20, "Viewed"
    SHORTLISTED = 30, "Shortlisted"
    IN_DISCUSSION = 40, "In discussion"
    INTERVIEWING = 50, "Interviewing"
    OFFERED = 60, "Offered"
    HIRED = 70, "Hired"


class State(models.TextChoices):
    """Where a proposal stands now."""

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
    ARCHIVED = "archived", "Archived"


class Outcome(models.TextChoices):
    """What happened to the job or the proposal; the row of the refund matrix."""

    CANCELLED = "cancelled", "The client cancels the job before anyone is hired"
    REMOVED = "removed", "The job is removed for a violation"
    WITHDRAWN = "withdrawn", "The freelancer withdraws"
    PASSED_OVER = "passed_over", "The client never views or answers, archives, declines, or hires another"
    EXPIRED = "expired", "The job expires: abandoned without being cancelled"
    AFTER_HIRE = "after_hire", "The client cancels or closes after anyone was hired"


class Column(models.TextChoices):
    EARLY = "early", "Submitted, viewed, shortlisted, in discussion"
    LATE = "late", "Interviewing, offered"
    HIRED = "hired", "Hired"
    WITHDRAWN = "withdrawn", "Withdrawn before"


class RefundRule(Policy):
    """One cell of the matrix: whether proposals of that column are refunded when that happens (PRODUCT 8)."""

    outcome = models.CharField(max_length=16, choices=Outcome)
    column = models.CharField(max_length=10, choices=Column)
    refunded = models.BooleanField(default=False)
    # Days after sending from which a dated rule applies ("never viewed for 30 days").
    after_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outcome", "column"], name="refund_matrix_has_each_cell_once")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} / {self.get_column_display()}"


class RefundTiming(Policy):
    """When announced refunds are done, and when a late one alarms operators; one row (PRODUCT 8)."""

    due_hours = models.PositiveSmallIntegerField(default=24)
    alarm_hours = models.PositiveSmallIntegerField(default=48)

    class Meta:
        verbose_name_plural = "refund timing"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="refund_timing_has_one_row")]

    def __str__(self) -> str:
        return "Refund timing"


class RefundPolicy(models.Model):
    """The whole matrix as it stood from one instant on. A proposal keeps the one it was sent under. Never changed."""

    since = models.DateTimeField()
    # "outcome/column" to whether it is refunded.
    cells = models.JSONField()

    class Meta:
        verbose_name_plural = "refund policies"


class ProposalDraft(models.Model):
    """What a freelancer has typed so far: kept through errors and through buying Connects."""

    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="proposal_drafts")
    letter = models.TextField(max_length=5000, blank=True)
    bid = models.CharField(max_length=20, blank=True)
    # Question id to what was typed.
    answers = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "author"], name="one_draft_per_job_and_person")]


class Proposal(models.Model):
    job = models.ForeignKey("jobs.Job", on_delete=models.PROTECT, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals")
    agency = models.ForeignKey(
        "accounts.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    letter = models.TextField(max_length=5000)
    # Minor units of USD: the whole price of a fixed job, or an hour's.
    bid_minor = models.PositiveBigIntegerField()
    state = models.CharField(max_length=14, choices=State, default=State.SUBMITTED)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.SUBMITTED)
    # What it cost when sent, and the wallet that paid; refunds go back there.
    paid = models.PositiveSmallIntegerField()
    wallet = models.ForeignKey("connects.Wallet", on_delete=models.PROTECT, related_name="+")
    refund_policy = models.ForeignKey(RefundPolicy, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    viewed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hired_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "author"], name="one_proposal_per_job_and_person"),
            models.UniqueConstraint(
                fields=["job", "agency"],
                condition=Q(agency__isnull=False),
                name="one_proposal_per_job_and_agency",
            ),
            models.CheckConstraint(condition=Q(bid_minor__gt=0), name="bid_is_more_than_nothing"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False),
                name="withdrawal_has_its_instant",
            ),
            models.CheckConstraint(condition=~Q(state="hired") | Q(stage=70), name="hired_is_the_furthest_stage"),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="proposal_of_author"),
            models.Index(fields=["job", "id"], name="proposal_of_job"),
            models.Index(fields=["job", "wallet"], name="proposal_settling"),
        ]


class Answer(models.Model):
    """A screening answer, with the question as it was asked."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300)
    text = models.TextField(max_length=2000)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["proposal", "position"], name="answer_has_its_place")]


class Contract(models.Model):
    """An accepted hire. Carries no pay: there is no escrow here (PRODUCT 7)."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        FINISHED = "finished", "Finished"
        ENDED = "ended", "Ended"

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="contract")
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)


class Settlement(models.Model):
    """Refunds announced when a job ended, to be done when due. Written in the transaction that ended the job."""

    closure = models.OneToOneField("jobs.JobClosure", on_delete=models.PROTECT, related_name="settlement")
    job = models.ForeignKey("jobs.Job", on_delete=models.PROTECT, related_name="settlements")
    outcome = models.CharField(max_length=16, choices=Outcome)
    announced_at = models.DateTimeField()
    due_at = models.DateTimeField()
    alarm_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    refunds = models.PositiveIntegerField(default=0)
    connects = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(settled_at=None), name="settlement_due")]
