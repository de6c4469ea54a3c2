"""What a freelancer shows: the profile, its checklist to 100 %, and links to past work."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from common import clock


class Profiles(models.QuerySet["FreelancerProfile"]):
    def public(self) -> "Profiles":
        """Those whom anybody may look at: the mailbox is proven and the account is open."""
        return self.filter(
            person__is_active=True, person__suspended_until=None, person__email_verified_at__isnull=False
        )


class FreelancerProfile(models.Model):
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="freelancer_profile"
    )
    handle = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=100, blank=True)
    overview = models.TextField(max_length=5000, blank=True)
    skills = models.ManyToManyField("accounts.Skill", related_name="freelancers", blank=True)
    # Minor units of USD an hour.
    rate_minor = models.PositiveIntegerField(null=True, blank=True)
    country = models.CharField(max_length=2, blank=True)
    photo = models.ImageField(upload_to="photos/", blank=True)
    created_at = models.DateTimeField(default=clock.now)
    # When the checklist first reached 100 %.
    completed_at = models.DateTimeField(null=True, blank=True)
    # Counters pushed down by the rooms above. Stars are added up, so that the average is exact.
    hires_count = models.PositiveIntegerField(default=0)
    contracts_finished = models.PositiveIntegerField(default=0)
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    reports_upheld = models.PositiveIntegerField(default=0)

    objects = Profiles.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rate_minor=None) | Q(rate_minor__gt=0), name="rate_is_above_zero"),
            models.CheckConstraint(
                condition=Q(rating_sum__gte=F("rating_count"), rating_sum__lte=5 * F("rating_count")),
                name="every_rating_is_one_to_five_stars",
            ),
        ]

    def __str__(self) -> str:
        return self.handle

    def get_absolute_url(self) -> str:
        return reverse("talent_profile", args=[self.handle])

    @property
    def photo_url(self) -> str:
        return self.photo.url if self.photo else ""

    @property
    def is_public(self) -> bool:
        person = self.person
        return person.is_active and person.suspended_until is None and person.email_verified_at is not None


class PortfolioLink(models.Model):
    profile = models.ForeignKey(FreelancerProfile, on_delete=models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    url = models.URLField(max_length=300)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["profile", "position"], name="portfolio_link_has_its_place")]

    def __str__(self) -> str:
        return self.title
