"""People, the hats they wear, their agencies, and the words for what they can do.

One account may both find work and hire. A role is the instant at which it was taken on; `hat` is the one worn now.
"""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts import identity  # noqa: F401 - its tables are of this room
from accounts.agencies.models import Agency as Agency
from accounts.agencies.models import AgencyEvent as AgencyEvent
from accounts.agencies.models import AgencyInvitation as AgencyInvitation
from accounts.agencies.models import AgencyMember as AgencyMember
from accounts.agencies.models import AgencyPolicy as AgencyPolicy
from accounts.normalise import email_key
from accounts.privacy.models import AccountClosure as AccountClosure
from accounts.privacy.models import Consent as Consent
from accounts.staff.models import Impersonation as Impersonation
from accounts.trust.models import Block as Block
from accounts.trust.models import Case as Case
from accounts.trust.models import CaseEvent as CaseEvent
from accounts.trust.models import Flag as Flag
from accounts.trust.models import Report as Report
from accounts.trust.models import StandingEvent as StandingEvent
from common import clock
from common.models import Policy


class Hat(models.TextChoices):
    FREELANCER = "freelancer", "Find work"
    CLIENT = "client", "Hire"


class People(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        person = self.model(email=self.normalize_email(email).strip(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Logs in by e-mail; never deleted, because the books name them."""

    email = models.EmailField(unique=True)
    # The same for every spelling of one mailbox: what is given once per person is keyed by it.
    email_key = models.CharField(max_length=254, db_index=True, editable=False)
    name = models.CharField(max_length=120)
    # Decides the prices somebody sees (PRODUCT 4), so it does not change at will: accounts.services.move_to.
    country = models.CharField(max_length=2, blank=True)
    country_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    time_zone = models.CharField(max_length=64, default="UTC")
    # In which the site is shown to the person, and in which it writes to them.
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    hat = models.CharField(max_length=12, choices=Hat, default=Hat.FREELANCER)
    freelancer_since = models.DateTimeField(null=True, blank=True)
    client_since = models.DateTimeField(null=True, blank=True)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(editable=False)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # How the person stands now; who decided it, when and why is in accounts.trust.
    suspended_until = models.DateTimeField(null=True, blank=True, editable=False)
    banned_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The person has gone (accounts.privacy): nobody logs in with this row any more, and its name is a pseudonym.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects: ClassVar[People] = People()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        permissions = [
            ("suspend_user", "Can suspend, ban and let in again"),
            ("grant_roles", "Can make operators and give them roles"),
            ("impersonate_user", "Can see the site as this person"),
        ]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="email_belongs_to_one_person"),
        ]
        indexes = [
            models.Index(
                fields=["suspended_until"], condition=Q(suspended_until__isnull=False), name="suspension_ends"
            ),
            models.Index(fields=["banned_at"], condition=Q(banned_at__isnull=False), name="person_banned"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email_key = email_key(self.email)
        if (fields := kwargs.get("update_fields")) is not None and "email" in fields:
            kwargs["update_fields"] = {*fields, "email_key"}
        # Not a field default: Django's own checks build a person before any table, the clock's included, exists.
        self.joined_at = self.joined_at or clock.now()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def wears(self, hat: Hat) -> bool:
        """Whether the person has taken on this role, worn now or not."""
        return self.is_client if hat == Hat.CLIENT else self.is_freelancer

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this person's times are shown."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    @property
    def is_barred(self) -> bool:
        """Banned, or suspended at this instant: may not log in or act."""
        return self.banned_at is not None or (self.suspended_until is not None and self.suspended_until > clock.now())

    @property
    def is_freelancer(self) -> bool:
        return self.freelancer_since is not None

    @property
    def is_client(self) -> bool:
        return self.client_since is not None


class ClientProfile(models.Model):
    """What freelancers see of somebody who hires. Counters are pushed down by the rooms above."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="client_profile")
    company = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    about = models.TextField(max_length=1000, blank=True)
    website = models.URLField(blank=True)
    jobs_posted = models.PositiveIntegerField(default=0)
    jobs_filled = models.PositiveIntegerField(default=0)
    jobs_cancelled = models.PositiveIntegerField(default=0)
    jobs_unfilled = models.PositiveIntegerField(default=0)
    hires = models.PositiveIntegerField(default=0)
    # What has been verified of this client (accounts.trust.label); pushed down or noted as it happens.
    domain_verified = models.BooleanField(default=False)
    payment_verified = models.BooleanField(default=False)
    # Stars are added up, so that the average is exact.
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.company or str(self.person)

    @property
    def is_trusted(self) -> bool:
        """Whether it wears the trust label (PRODUCT 7); the person's address is verified when either is."""
        return self.domain_verified or self.payment_verified


class AccountPolicy(Policy):
    """Figures of the account itself: one row (PRODUCT 4)."""

    country_change_days = models.PositiveSmallIntegerField(
        default=90, help_text="Days before a changed country may be changed again."
    )

    class Meta:
        verbose_name_plural = "account policy"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="account_policy_has_one_row")]

    def __str__(self) -> str:
        return "Account policy"


class DemoPerson(models.Model):
    """Somebody whom the log-in page of a demo offers with one click. Outside demo mode nobody reads this table."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demo")
    # What there is to see: "Freelancer with 62 Connects".
    label = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "demo people"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label


class Category(models.Model):
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    icon = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "categories"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Skill(models.Model):
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="skills")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
