"""Accounts that were closed, by whom and whether all that follows is done; and what people agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from common import clock


class AccountClosure(models.Model):
    """Somebody left. The person's row stays, because the books name it; what it said of them is gone once finished."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="closure")
    at = models.DateTimeField()
    # The person, or an operator, who says why.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    # Empty until jobs, proposals and membership have ended and what was personal is erased.
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by=F("person")) | ~Q(reason=""), name="operators_say_why_they_close_an_account"
            ),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(finished_at=None), name="closure_unfinished")]

    def __str__(self) -> str:
        return gettext("Account {number} closed").format(number=self.person_id)


class Consent(models.Model):
    """Which version of the terms and the privacy notice somebody agreed to, and when. A row for each time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    version = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="a_version_is_agreed_to_once")]

    def __str__(self) -> str:
        return gettext("Terms and privacy of {version}").format(version=self.version)
