"""What a wallet holds: so many Connects each, from one source, with one expiry."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from connects.models.vocabulary import Source
from connects.models.wallet import Wallet


class Lot(models.Model):
    """So many Connects, from one source, with one expiry."""

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="lots")
    source = models.CharField(max_length=20, choices=Source)
    granted = models.IntegerField()
    remaining = models.IntegerField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # What expires_at was at issue, once days of grace for a refund have moved it; empty for a lot that never moved.
    first_expires_at = models.DateTimeField(null=True, blank=True)
    # How often it has lapsed: each refund into an expired lot makes it lapse again. Numbers the bookings.
    lapses = models.PositiveSmallIntegerField(default=0)
    # The booking that issued it.
    opened_by = models.OneToOneField("connects.Transaction", on_delete=models.PROTECT, related_name="opened_lot")
    # What was paid for all of it, in minor units; empty for free Connects.
    paid_minor = models.PositiveIntegerField(null=True, blank=True)
    paid_currency = models.CharField(max_length=3, blank=True)
    # How many of the granted its payer has got the money back for; what of that was spent by then and is still owed.
    claimed = models.PositiveIntegerField(default=0, db_default=0)
    owed = models.PositiveIntegerField(default=0, db_default=0)
    # While its payment is disputed, what it held is booked out, and what comes back meanwhile, too.
    disputed = models.BooleanField(default=False, db_default=False)
    frozen = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(granted__gt=0), name="lot_holds_something_at_first"),
            models.CheckConstraint(
                condition=Q(remaining__gte=0, remaining__lte=F("granted")),
                name="lot_remains_between_zero_and_granted",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="lot_expires_after_issue"),
            models.CheckConstraint(
                condition=Q(first_expires_at__isnull=True) | Q(first_expires_at__lt=F("expires_at")),
                name="grace_only_gives_a_lot_longer",
            ),
            models.CheckConstraint(
                condition=Q(claimed__lte=F("granted"), owed__lte=F("claimed")),
                name="lot_owes_what_was_claimed_at_most",
            ),
            models.CheckConstraint(condition=Q(disputed=True) | Q(frozen=0), name="only_a_disputed_lot_is_frozen"),
        ]
        indexes = [
            models.Index(
                fields=["wallet", "expires_at", "id"],
                condition=Q(remaining__gt=0),
                name="lot_spendable_first",
            ),
        ]

    def __str__(self) -> str:
        return gettext("{remaining} of {granted} ({source})").format(
            remaining=self.remaining, granted=self.granted, source=self.get_source_display()
        )


class ExpiryRound(models.Model):
    """How far the notices so many days before expiry have come: every lot that expires by `until` is dealt with.

    No row for each lot and step: an instant for each step says as much, and costs the wallet nothing.
    """

    days = models.PositiveSmallIntegerField(unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.days} days before"
