"""An agency, its people, those who are invited, and what was done to whom."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from common import clock
from common.models import Policy


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    MEMBER = "member", "Member"


# Those who look after people and money.
RUNNING = (Role.OWNER, Role.MANAGER)


class AgencyPolicy(Policy):
    """Figures of agencies: one row."""

    invitation_days = models.PositiveSmallIntegerField(
        default=14, validators=[MinValueValidator(1)], help_text="Days that an invitation can be accepted for."
    )
    invitations_a_day = models.PositiveSmallIntegerField(
        default=20, help_text="Invitations that one agency can send within 24 hours."
    )
    owned_at_most = models.PositiveSmallIntegerField(
        default=3, help_text="Agencies that one person can own at the same time."
    )
    monthly_limit = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Connects a month that a new member may spend from the pool, unless the invitation says otherwise. "
        "Empty: no limit.",
    )

    class Meta:
        verbose_name_plural = "agency policy"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="agency_policy_has_one_row"),
            models.CheckConstraint(condition=Q(invitation_days__gt=0), name="invitation_lives_at_least_a_day"),
        ]

    def __str__(self) -> str:
        return "Agency policy"


class Agency(models.Model):
    """Freelancers who work under one name, with a pooled wallet."""

    name = models.CharField(max_length=120)
    handle = models.SlugField(max_length=60, unique=True)
    about = models.TextField(max_length=2000, blank=True)
    country = models.CharField(max_length=2, blank=True)
    founded_at = models.DateTimeField(default=clock.now)
    # How often somebody was hired by a proposal in its name; counted up by the room that hires.
    hires_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("agency", args=[self.handle])


class Seats(models.QuerySet["AgencyMember"]):
    def present(self) -> "Seats":
        """Those who have not left."""
        return self.filter(left_at=None)

    def running(self) -> "Seats":
        """Present, and looking after people and money."""
        return self.present().filter(role__in=RUNNING)


class AgencyMember(models.Model):
    """Somebody's time in an agency. A row that has ended stays: who spent what still names them."""

    Role = Role

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="agency_memberships")
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    # Connects a month from the pool; 0 may spend none, empty as many as there are.
    monthly_limit = models.PositiveIntegerField(null=True, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)
    objects = Seats.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "person"], condition=Q(left_at=None), name="agency_has_each_person_once"
            ),
            models.UniqueConstraint(fields=["agency"], condition=Q(role="owner"), name="agency_has_one_owner"),
            models.CheckConstraint(condition=~Q(role="owner") | Q(left_at=None), name="owner_does_not_leave"),
            models.CheckConstraint(
                condition=~Q(role="owner") | Q(monthly_limit=None), name="owner_spends_without_a_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display().lower()} of {self.agency}"

    @property
    def runs(self) -> bool:
        """Whether they look after people and money."""
        return self.left_at is None and self.role in RUNNING

    @property
    def owns(self) -> bool:
        return self.left_at is None and self.role == Role.OWNER

    def may_manage(self, other: "AgencyMember") -> bool:
        """Owners see to everybody else, managers to members."""
        if other.left_at is not None or other.pk == self.pk:
            return False
        return (self.owns and not other.owns) or (self.runs and other.role == Role.MEMBER)


class Invitations(models.QuerySet["AgencyInvitation"]):
    def unanswered(self) -> "Invitations":
        """Neither accepted nor declined nor cancelled; perhaps too old by now."""
        return self.filter(accepted_at=None, declined_at=None, cancelled_at=None)

    def open(self, at: datetime) -> "Invitations":
        return self.unanswered().filter(expires_at__gt=at)


class AgencyInvitation(models.Model):
    """A mailbox asked to join. Whoever has proven that the mailbox is theirs may answer; the link only leads there."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    email_key = models.CharField(max_length=254, editable=False)
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    monthly_limit = models.PositiveIntegerField(null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Of the link in the mail we keep only this: whoever reads the database cannot follow it.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    objects = Invitations.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "email_key"],
                condition=Q(accepted_at=None, declined_at=None, cancelled_at=None),
                name="agency_invites_a_mailbox_once",
            ),
            models.CheckConstraint(condition=~Q(role="owner"), name="nobody_is_invited_to_own"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="acceptance_names_who_accepted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["email_key"],
                condition=Q(accepted_at=None, declined_at=None, cancelled_at=None),
                name="invitation_of_mailbox",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}, invited to {self.agency}"

    def get_absolute_url(self) -> str:
        return reverse("agency_invitation", args=[self.pk])

    @property
    def is_open(self) -> bool:
        answered = self.accepted_at or self.declined_at or self.cancelled_at
        return not answered and self.expires_at > clock.now()


def hashed(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


class AgencyEvent(models.Model):
    """Something done to an agency or somebody in it: by whom, when, in words. Only ever added."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=clock.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="agency_event_newest")]

    def __str__(self) -> str:
        return self.text
