"""The boost auction of a job: its figures as they stood at the first bid, and each bid with what became of it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from common.models import Policy
from proposals.models.proposal import Proposal


class BoostPolicy(Policy):
    """The auction's figures: one row. A running auction keeps those it began with (PRODUCT 6)."""

    places = models.PositiveSmallIntegerField(default=4, help_text=_("Places on top of the client's list."))
    cap = models.PositiveSmallIntegerField(default=50, help_text=_("The highest bid, in Connects."))
    closes_days = models.PositiveSmallIntegerField(default=7, help_text=_("Days after a job's publication."))
    newcomers_place = models.BooleanField(
        default=False, help_text=_("Keep one of the places for people who were never hired here.")
    )

    class Meta:
        verbose_name_plural = _("boost policy")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="boost_policy_has_one_row"),
            models.CheckConstraint(condition=Q(places__gte=1, places__lte=20), name="boosts_have_1_to_20_places"),
            models.CheckConstraint(
                condition=Q(newcomers_place=False) | Q(places__gte=2), name="newcomers_place_leaves_others_one"
            ),
            models.CheckConstraint(condition=Q(cap__gte=1), name="boost_cap_is_at_least_1"),
            models.CheckConstraint(
                condition=Q(closes_days__gte=1, closes_days__lte=365), name="boosts_close_within_a_year"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Boost auction")


class BoostAuction(models.Model):
    """One job's auction, from its first bid on. The job's row is its mutex."""

    class Ending(models.TextChoices):
        TIME = "time", _("Its days were over")
        HIRE = "hire", _("Somebody was hired")
        EXPIRY = "expiry", _("The job expired")
        VOID = "void", _("The job was cancelled or removed")

    job = models.OneToOneField("jobs.Job", on_delete=models.PROTECT, related_name="boost_auction")
    places = models.PositiveSmallIntegerField()
    cap = models.PositiveSmallIntegerField()
    newcomers_place = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now)
    closes_at = models.DateTimeField()
    # Numbers the bids and raises in the order in which they came: of equal bids the earlier wins.
    turns = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=6, choices=Ending, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, ending="") | (Q(closed_at__isnull=False) & ~Q(ending="")),
                name="auction_closes_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(closed_at=None), name="auction_due")]

    def __str__(self) -> str:
        return gettext("Boosts for {job}").format(job=self.job)


class Boost(models.Model):
    """One bid of one proposal. Outbid, the same proposal may bid again: that is another row."""

    class State(models.TextChoices):
        HELD = "held", _("Held")
        SPENT = "spent", _("Spent")
        RETURNED = "returned", _("Returned")

    class Why(models.TextChoices):
        NONE = "", "-"
        SEEN = "seen", _("The client looked at the proposal while it was in a place")
        WON = "won", _("It was in a place when the auction closed")
        WITHDRAWN = "withdrawn", _("The proposal was withdrawn while it was in a place")
        OUTBID = "outbid", _("It was outbid")
        VOID = "void", _("The job was cancelled or removed")

    auction = models.ForeignKey(BoostAuction, on_delete=models.PROTECT, related_name="boosts", db_index=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="boosts", db_index=False)
    number = models.PositiveSmallIntegerField()
    wallet = models.ForeignKey("connects.Wallet", on_delete=models.PROTECT, related_name="+")
    connects = models.PositiveSmallIntegerField()
    # Never hired here when the bid was placed.
    newcomer = models.BooleanField(default=False)
    turn = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    why = models.CharField(max_length=9, choices=Why, default=Why.NONE, blank=True)
    # Whether it has one of the places: until it is outbid or withdrawn; after the close, for good.
    placed = models.BooleanField(default=True)
    placed_at = models.DateTimeField(default=clock.now)
    raised_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    refunded_at = models.DateTimeField(null=True, blank=True)
    # By an operator, where the matrix gave nothing back.
    refunded_by_support = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="boosts_of_a_proposal_are_numbered"),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(placed=True), name="proposal_has_one_place_at_a_time"
            ),
            models.UniqueConstraint(fields=["auction", "turn"], name="bids_come_one_after_the_other"),
            models.CheckConstraint(condition=Q(connects__gte=1), name="boost_bids_something"),
            models.CheckConstraint(
                condition=Q(state="held", placed=True, ended_at=None, why="")
                | (Q(state="spent", ended_at__isnull=False, why__in=["seen", "won"]))
                | (Q(state="spent", placed=False, ended_at__isnull=False, why="withdrawn"))
                | (Q(state="returned", placed=False, ended_at__isnull=False, why__in=["outbid", "void"])),
                name="boost_is_held_in_place_or_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(refunded_at=None) | Q(state="spent"), name="only_a_spent_boost_is_refunded"
            ),
        ]
        indexes = [
            models.Index(fields=["auction"], condition=Q(placed=True), name="boost_in_place"),
        ]

    def __str__(self) -> str:
        return gettext("Boost {number}: {connects}").format(number=self.pk, connects=self.connects)

    def get_absolute_url(self) -> str:
        return reverse("proposal_detail", args=[self.proposal_id])

    @property
    def reference(self) -> str:
        """What the hold is booked under; also its name as a cause in history."""
        return f"boost:{self.pk}"
