"""A search that somebody keeps, and is told of new jobs by (PRODUCT 7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import clock

LONGEST_QUERY = 1500


class SavedSearch(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=80)
    # As it stands in the address of the list, without its order and page: "?q=logo&level=entry".
    query = models.CharField(max_length=LONGEST_QUERY)
    alerts = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    # Jobs published after this instant have not been told of yet.
    seen_until = models.DateTimeField(default=clock.now)
    # When it is looked through next; empty while it is not to be.
    look_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(fields=["person", "query"], name="search_is_saved_once"),
            models.CheckConstraint(condition=~Q(query="") & ~Q(name=""), name="saved_search_has_words_and_a_name"),
            models.CheckConstraint(
                condition=Q(alerts=True, look_at__isnull=False) | Q(alerts=False, look_at=None),
                name="search_is_looked_through_while_it_alerts",
            ),
        ]
        indexes = [models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="saved_search_due")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("job_list") + self.query
