"""Signs by which two accounts may be one person's, and what operators decide about them (PRODUCT 3).

A sign is a keyed hash: it can be compared and tells nothing else. What two accounts that share one mean is not decided
here: an operator judges that, in the room where the Connects are.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from common.models import Policy


class IdentitySign(models.Model):
    """One thing seen of one account. Two accounts with the same mark of a kind share it."""

    class Kind(models.TextChoices):
        DEVICE = "device", "Same browser"
        MAILBOX = "mailbox", "Same mailbox in another spelling"
        CARD = "card", "Same card or payment account"
        NUMBERED = "numbered", "Addresses that differ by a number"
        DOMAIN = "domain", "Several new accounts of one small mail domain"
        DISPOSABLE = "disposable", "Same provider of throwaway addresses"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signs")
    kind = models.CharField(max_length=10, choices=Kind)
    mark = models.CharField(max_length=32)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "mark"], name="sign_is_noted_once_per_person"),
        ]
        indexes = [models.Index(fields=["kind", "mark", "seen_at"], name="sign_shared")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.person_id})"


class SignPolicy(Policy):
    """How much it takes for accounts to look like one person's: one row (PRODUCT 3)."""

    devices = models.BooleanField(default=True, help_text="Two accounts used in one browser share a sign.")
    cards = models.BooleanField(default=True, help_text="Two accounts that paid with one card share a sign.")
    addresses = models.BooleanField(default=True, help_text="Patterns of addresses count at all.")
    device_days = models.PositiveSmallIntegerField(
        default=365, help_text="How long a browser is remembered after an account was used in it."
    )
    numbered_days = models.PositiveSmallIntegerField(
        default=7,
        help_text="At a large provider, jane1@ and jane2@ count when they joined within so many days. "
        "At any other domain they count always.",
    )
    domain_accounts = models.PositiveSmallIntegerField(
        default=3, help_text="So many accounts of one domain that no list below names ..."
    )
    domain_days = models.PositiveSmallIntegerField(default=7, help_text="... within so many days are one sign.")

    class Meta:
        verbose_name_plural = "sign policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="sign_policy_has_one_row"),
            models.CheckConstraint(
                condition=Q(device_days__gte=1, domain_accounts__gte=2), name="sign_policy_compares_two_accounts"
            ),
        ]

    def __str__(self) -> str:
        return "Signs of one person with several accounts"


class MailDomain(Policy):
    """A mail domain that operators know: one that everybody may have an address of, or one for throwaway addresses."""

    class Kind(models.TextChoices):
        SHARED = "shared", "Shared by strangers: a large provider, a university"
        DISPOSABLE = "disposable", "Throwaway addresses"

    domain = models.CharField(max_length=120, unique=True, help_text="As after the @, in small letters: gmail.com")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(condition=~Q(domain="") & ~Q(domain__contains="@"), name="mail_domain_is_a_domain"),
        ]

    def __str__(self) -> str:
        return self.domain
