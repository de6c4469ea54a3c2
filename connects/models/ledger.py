"""A transaction moves Connects into or out of lots by its entries. Nobody changes either, or deletes them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from connects.models.lots import Lot
from connects.models.vocabulary import Kind
from connects.models.wallet import Wallet


class Transaction(models.Model):
    """One booking in one wallet, under a reference that makes doing it twice do it once. Append-only."""

    # Found by history_newest, so without an index of its own; nobody looks bookings up by their actor.
    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="transactions", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    reference = models.CharField(max_length=120)
    # Signed sum of the entries, and the wallet's balance after the last of them.
    amount = models.IntegerField()
    balance_after = models.IntegerField()
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # What it was about, as "proposal:17"; a higher room resolves it to words and a link (connects.causes).
    cause = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="reference_books_once"),
            models.CheckConstraint(condition=~Q(reference=""), name="booking_has_a_reference"),
            models.CheckConstraint(condition=Q(balance_after__gte=0), name="balance_after_is_never_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=["refund", "return"], reverses__isnull=False)
                | (~Q(kind__in=["refund", "return"]) & Q(reverses__isnull=True)),
                name="only_what_comes_back_names_what_it_reverses",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["grant", "purchase", "refund", "return"], amount__gt=0)
                | Q(kind__in=["spend", "hold", "expire"], amount__lt=0)
                # A won dispute and a refund that failed give back what was taken.
                | (Q(kind__in=["adjust", "revoke", "dispute"]) & ~Q(amount=0)),
                name="amount_has_the_sign_of_its_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["adjust", "revoke", "dispute"]) | ~Q(reason=""),
                name="operator_booking_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["wallet", "-id"], name="history_newest"),
            models.Index(fields=["cause"], condition=~Q(cause=""), name="booking_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount:+d} ({self.reference})"


class Entry(models.Model):
    """So many Connects into (+) or out of (-) one lot, by one transaction. Append-only."""

    # Found by transaction_touches_a_lot_once.
    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="entries", db_index=False)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="entries")
    amount = models.IntegerField()
    # The wallet's balance once this entry is booked.
    balance_after = models.IntegerField()

    class Meta:
        verbose_name_plural = _("entries")
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="entry_moves_something"),
            models.CheckConstraint(condition=Q(balance_after__gte=0), name="entry_never_overdraws"),
            models.UniqueConstraint(fields=["transaction", "lot"], name="transaction_touches_a_lot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d}"
