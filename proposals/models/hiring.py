"""From an offer to the reviews: what is offered, who is invited, what each side says of the other in the end."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from common.models import Policy
from jobs.models import BudgetType
from proposals.models.proposal import Contract, Proposal

LARGEST_LIMIT = 1_000


class HiringPolicy(Policy):
    """Figures of hiring; one row (PRODUCT 7)."""

    offer_days = models.PositiveSmallIntegerField(default=7, help_text=_("Days for which an offer can be accepted."))
    review_days = models.PositiveSmallIntegerField(
        default=14,
        help_text=_("Days after a contract's end in which both sides may write; then what is there is shown."),
    )
    invitations_per_job = models.PositiveSmallIntegerField(
        default=30, help_text=_("How many people a client may invite, or make an offer to unasked, for one job...")
    )
    invitations_per_day = models.PositiveSmallIntegerField(default=20, help_text=_("...and within 24 hours."))

    class Meta:
        verbose_name_plural = _("hiring policy")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="hiring_policy_has_one_row"),
            models.CheckConstraint(condition=Q(offer_days__gte=1), name="an_offer_lives_a_day_or_more"),
            models.CheckConstraint(condition=Q(review_days__gte=1), name="reviews_take_a_day_or_more"),
        ]

    def __str__(self) -> str:
        return gettext("Hiring")


class Offers(models.QuerySet["Offer"]):
    def open(self) -> "Offers":
        """Made, and not yet answered, taken back or lapsed."""
        return self.filter(status=Offer.Status.OPEN)


class Offer(models.Model):
    """What a client offers the author of a proposal. Its terms never change: another offer is another row."""

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")
        LAPSED = "lapsed", _("Lapsed")
        # The job ended, or the proposal was withdrawn or declined.
        OVER = "over", _("Over")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField(max_length=120)
    scope = models.TextField(max_length=5000)
    # Minor units of USD: the whole price, or an hour's.
    unit = models.CharField(max_length=6, choices=BudgetType)
    amount_minor = models.PositiveBigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    message = models.TextField(max_length=2000, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    # Where the proposal stood: it goes back there when the offer comes to nothing. Its furthest stage does not.
    came_from = models.CharField(max_length=14)
    made_at = models.DateTimeField(default=clock.now)
    lapses_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    objects = Offers.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(status="open"), name="proposal_has_one_open_offer"
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(status="accepted"), name="proposal_is_hired_by_one_offer"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="offer_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="offered_work_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(status="open", answered_at=None) | (~Q(status="open") & Q(answered_at__isnull=False)),
                name="offer_is_open_or_has_its_end",
            ),
        ]
        indexes = [models.Index(fields=["lapses_at"], condition=Q(status="open"), name="offer_lapse_due")]

    def __str__(self) -> str:
        return gettext("Offer {number}: {title}").format(number=self.pk, title=self.title)

    def get_absolute_url(self) -> str:
        return reverse("offer_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN and self.lapses_at > clock.now()

    @property
    def is_hourly(self) -> bool:
        return self.unit == BudgetType.HOURLY


class Review(models.Model):
    """What one side of a contract says of the other. Both are shown at the same instant, and stay as they are then."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="reviews")
    by_client = models.BooleanField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews_written")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews_received")
    stars = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "by_client"], name="each_side_reviews_a_contract_once"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="review_gives_one_to_five_stars"),
            models.CheckConstraint(condition=~Q(author=F("about")), name="nobody_reviews_themselves"),
        ]
        indexes = [
            models.Index(
                fields=["about", "by_client", "-id"], condition=Q(shown_at__isnull=False), name="review_shown"
            )
        ]

    def __str__(self) -> str:
        return gettext("Review {number}: {stars} of 5").format(number=self.pk, stars=self.stars)


class JobInvitation(models.Model):
    """A client asks one freelancer to send a proposal for a job. It then costs that person 0 Connects."""

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        USED = "used", _("There is a proposal")
        DECLINED = "declined", _("Declined")

    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="job_invitations")
    message = models.TextField(max_length=2000, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    sent_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "person"], name="person_is_invited_to_a_job_once")]
        indexes = [models.Index(fields=["person", "-id"], name="invitation_of_person")]

    def __str__(self) -> str:
        return gettext("Invitation {number}").format(number=self.pk)

    @property
    def waits(self) -> bool:
        return self.status == self.Status.OPEN
