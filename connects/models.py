"""The wallet's tables. A wallet holds lots; a transaction moves Connects in or out of lots by its entries.

balance = sum of entries = sum of what the lots still hold. Transaction and Entry are append-only: the database refuses
to change or delete them on both engines (connects.guards). Only connects.services writes here.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common import clock
from common.models import Policy


class Source(models.TextChoices):
    """Where a lot came from."""

    JOINING = "joining", "Joining"
    PROFILE = "profile", "Profile completed"
    PERK = "perk", "Monthly perk"
    ALLOWANCE = "allowance", "Monthly allowance"
    WELCOME = "welcome", "Membership welcome bonus"
    PURCHASE = "purchase", "Purchase"
    ADJUSTMENT = "adjustment", "Adjustment by an operator"


class Kind(models.TextChoices):
    """What a transaction did. The labels are the statuses that history shows (PRODUCT 2)."""

    GRANT = "grant", "Granted"
    PURCHASE = "purchase", "Purchased"
    SPEND = "spend", "Spent"
    REFUND = "refund", "Refunded"
    EXPIRE = "expire", "Expired"
    REVOKE = "revoke", "Revoked"
    DISPUTE = "dispute", "Disputed"
    ADJUST = "adjust", "Adjusted"


class Plan(Policy):
    """What a wallet gets every month. Basic is a perk that the operator may switch off (PRODUCT 3, 5)."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    monthly = models.PositiveIntegerField(help_text="Connects a month.")
    # A perk lives to the wallet's next anchor instant; an allowance that rolls over lives this many days.
    rolls_over = models.BooleanField(default=False)
    lives_days = models.PositiveIntegerField(default=365)
    enabled = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(lives_days__gte=1), name="plan_lots_live_a_day_or_more")]

    def __str__(self) -> str:
        return self.name


class GrantPolicy(Policy):
    """How many Connects a one-time reward gives, and for how long they live (PRODUCT 3)."""

    source = models.CharField(max_length=20, choices=Source, unique=True)
    connects = models.PositiveIntegerField()
    lives_days = models.PositiveIntegerField(default=365)
    enabled = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "grant policies"
        constraints = [models.CheckConstraint(condition=Q(lives_days__gte=1), name="granted_lots_live_a_day_or_more")]

    def __str__(self) -> str:
        return self.get_source_display()


class WalletPolicy(Policy):
    """The wallet's own figures: one row (PRODUCT 2)."""

    purchased_lives_days = models.PositiveIntegerField(default=365)
    # What an operator adds by an adjustment lives this long.
    adjusted_lives_days = models.PositiveIntegerField(default=365)
    # Softens refunds into lots that have expired meanwhile.
    refund_grace_days = models.PositiveIntegerField(default=0)
    # A notice this many days before a lot lapses, once per lot and step.
    notice_days_first = models.PositiveSmallIntegerField(default=30)
    notice_days_second = models.PositiveSmallIntegerField(default=7)
    notice_days_last = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name_plural = "wallet policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="wallet_policy_has_one_row"),
            models.CheckConstraint(
                condition=Q(purchased_lives_days__gte=1, adjusted_lives_days__gte=1),
                name="bought_lots_live_a_day_or_more",
            ),
            models.CheckConstraint(
                condition=Q(
                    notice_days_first__gt=F("notice_days_second"),
                    notice_days_second__gt=F("notice_days_last"),
                ),
                name="expiry_notices_come_in_order",
            ),
        ]

    def __str__(self) -> str:
        return "Wallet policy"


class Wallet(models.Model):
    """One person's or one agency's Connects. Its row is the mutex of its lots."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="wallet"
    )
    agency = models.OneToOneField(
        "accounts.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="wallet"
    )
    balance = models.IntegerField(default=0)
    # The earliest expiry among lots that still hold something; empty when nothing can lapse.
    next_expiry_at = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Months are counted from here (UTC); the period's number says how many have been granted or passed.
    anchor_at = models.DateTimeField()
    period = models.PositiveIntegerField(default=0)
    next_period_at = models.DateTimeField(null=True, blank=True)
    # Until when its plan is paid for; empty on a plan that costs nothing. A paid plan's periods begin only before it.
    paid_until = models.DateTimeField(null=True, blank=True)
    # What refunds and lost disputes took back and was spent by then: the sum of what its lots owe.
    debt = models.PositiveIntegerField(default=0, db_default=0)
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(balance__gte=0), name="wallet_never_overdrawn"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, agency__isnull=True) | Q(person__isnull=True, agency__isnull=False),
                name="wallet_has_one_owner",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_expiry_at"], condition=Q(next_expiry_at__isnull=False), name="wallet_expiry_due"
            ),
            models.Index(
                fields=["next_period_at"], condition=Q(next_period_at__isnull=False), name="wallet_period_due"
            ),
        ]

    def __str__(self) -> str:
        return f"Wallet of {self.person or self.agency}"


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
                condition=Q(kind="refund", reverses__isnull=False) | (~Q(kind="refund") & Q(reverses__isnull=True)),
                name="refund_alone_names_what_it_reverses",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["grant", "purchase", "refund"], amount__gt=0)
                | Q(kind__in=["spend", "expire"], amount__lt=0)
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
    opened_by = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="opened_lot")
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
        return f"{self.remaining} of {self.granted} ({self.get_source_display()})"


class ExpiryRound(models.Model):
    """How far the notices so many days before expiry have come: every lot that expires by `until` is dealt with.

    No row for each lot and step: an instant for each step says as much, and costs the wallet nothing.
    """

    days = models.PositiveSmallIntegerField(unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.days} days before"


class Entry(models.Model):
    """So many Connects into (+) or out of (-) one lot, by one transaction. Append-only."""

    # Found by transaction_touches_a_lot_once.
    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="entries", db_index=False)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="entries")
    amount = models.IntegerField()
    # The wallet's balance once this entry is booked.
    balance_after = models.IntegerField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="entry_moves_something"),
            models.CheckConstraint(condition=Q(balance_after__gte=0), name="entry_never_overdraws"),
            models.UniqueConstraint(fields=["transaction", "lot"], name="transaction_touches_a_lot_once"),
        ]


class DebtEntry(models.Model):
    """So many Connects onto (+) or off (-) what a lot owes. Append-only."""

    class Why(models.TextChoices):
        TAKEN_BACK = "taken_back", "Spent before its payment went back"
        PAID = "paid", "Paid by a later grant"
        RETURNED = "returned", "Came back into its lot"
        FORGIVEN = "forgiven", "Its payment stands again"

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="debt_entries")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="debt_entries")
    why = models.CharField(max_length=10, choices=Why)
    amount = models.IntegerField()
    # The wallet's debt after it.
    debt_after = models.PositiveIntegerField()
    # Once per cause: "taken:refund:7".
    reference = models.CharField(max_length=120, unique=True)
    # The booking that paid it; none when nothing moved.
    transaction = models.ForeignKey(
        Transaction, on_delete=models.PROTECT, null=True, blank=True, related_name="debt_entries"
    )
    cause = models.CharField(max_length=60, blank=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        verbose_name_plural = "debt entries"
        indexes = [models.Index(fields=["wallet", "-id"], name="debt_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(why="taken_back", amount__gt=0) | (~Q(why="taken_back") & Q(amount__lt=0)),
                name="debt_grows_only_by_what_was_taken_back",
            ),
        ]
