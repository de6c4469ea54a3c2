"""A proposal from the first draft to the contract that may come of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from proposals.models.refunds import RefundPolicy
from proposals.vocabulary import BY_SUPPORT, Origin, Outcome, Stage, State, declined_because


class ProposalDraft(models.Model):
    """What a freelancer has typed so far: kept through errors and through buying Connects."""

    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="proposal_drafts")
    # As typed, however wrong: nothing of it is lost because it does not yet hold.
    letter = models.TextField(blank=True)
    bid = models.CharField(max_length=60, blank=True)
    # Question, as it was asked, to what was typed.
    answers = models.JSONField(default=dict, blank=True)
    # How many Connects to bid for a place on top, as typed.
    boost = models.CharField(max_length=20, blank=True, default="")
    # In whose name it is to be sent: an agency's, or the author's own.
    agency = models.ForeignKey("accounts.Agency", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
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
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.SENT)
    # What it cost when sent (nothing for whom the client asked), and the wallet that paid; refunds go back there.
    paid = models.PositiveSmallIntegerField()
    wallet = models.ForeignKey("connects.Wallet", on_delete=models.PROTECT, related_name="+")
    # The matrix in force when it was sent: the promise that every refund of it is judged by.
    refund_policy = models.ForeignKey(RefundPolicy, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    viewed_at = models.DateTimeField(null=True, blank=True)
    shortlisted_at = models.DateTimeField(null=True, blank=True)
    # Put away by the client, who may bring it back; the freelancer does not see it.
    archived_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hired_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=300, blank=True)
    # Set in the transaction that gave the Connects back, with the row of the matrix, or the operator, that decided it.
    refunded_at = models.DateTimeField(null=True, blank=True)
    refunded_for = models.CharField(
        max_length=16, choices=[*Outcome.choices, (BY_SUPPORT, _("An operator gave them back"))], blank=True
    )

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
            models.CheckConstraint(condition=~Q(origin="offered") | Q(paid=0), name="unasked_offers_cost_nothing"),
            models.CheckConstraint(
                condition=Q(refunded_at=None, refunded_for="") | (Q(refunded_at__isnull=False) & ~Q(refunded_for="")),
                name="refund_names_the_row_that_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="proposal_of_author"),
            models.Index(fields=["job", "id"], name="proposal_of_job"),
            models.Index(fields=["job", "wallet", "id"], name="proposal_settling"),
            models.Index(fields=["sent_at"], condition=Q(state="submitted"), name="proposal_unopened"),
            models.Index(fields=["job"], condition=Q(origin="offered"), name="proposal_offered"),
        ]

    def __str__(self) -> str:
        return gettext("Proposal {number}").format(number=self.pk)

    def get_absolute_url(self) -> str:
        return reverse("proposal_detail", args=[self.pk])

    @property
    def is_unasked(self) -> bool:
        """Whether it began as an offer: the client named its terms, nobody wrote a proposal."""
        return self.origin == Origin.OFFERED

    @property
    def declined_because(self) -> str:
        """The reason for declining, as far as the reader's language has it."""
        return declined_because(self.decline_reason)

    @property
    def reference(self) -> str:
        """What the spend that paid for it is booked under; also its name as a cause in history."""
        return f"proposal:{self.pk}"


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
    """An accepted offer. Carries no pay: there is no escrow here (PRODUCT 7)."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        FINISHED = "finished", _("Finished")
        ENDED = "ended", _("Ended")

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="contract")
    # Its terms. None for those hired before there were offers: then the bid is what was agreed.
    offer = models.OneToOneField(
        "proposals.Offer", on_delete=models.PROTECT, null=True, blank=True, related_name="contract"
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    started_at = models.DateTimeField(default=clock.now)
    # When the freelancer asked the client to mark it finished.
    asked_at = models.DateTimeField(null=True, blank=True)
    # When it finished or ended; by whom and why when it ended early.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(max_length=500, blank=True)
    # Until then both sides may write a review; then what is there is shown, unless both wrote before.
    reviews_due_at = models.DateTimeField(null=True, blank=True)
    reviews_shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="active", reviews_due_at=None) | ~Q(status="active"),
                name="running_contract_has_no_reviews",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reviews_due_at"],
                condition=Q(reviews_due_at__isnull=False, reviews_shown_at=None),
                name="contract_reviews_due",
            )
        ]

    def __str__(self) -> str:
        return gettext("Contract {number}").format(number=self.pk)

    def get_absolute_url(self) -> str:
        return reverse("contract_detail", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"contract:{self.pk}"

    @property
    def is_running(self) -> bool:
        return self.status == self.Status.ACTIVE
