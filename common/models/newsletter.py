"""Who gets the newsletter, and its issues."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Subscriber(models.Model):
    """An address whose owner confirmed, by a link in a mail, that the newsletter may come. No row before that."""

    email = models.EmailField()
    confirmed_at = models.DateTimeField()
    unsubscribed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="address_subscribes_once"),
        ]

    def __str__(self) -> str:
        return self.email


class Issue(models.Model):
    """One newsletter. Sent in batches to whoever is subscribed when its batch is written."""

    subject = models.CharField(max_length=150)
    text = models.TextField(help_text=_("Paragraphs, with an empty line between them. Addresses become links."))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    written_at = models.DateTimeField(editable=False)
    sending_since = models.DateTimeField(null=True, blank=True, editable=False)
    # The subscriber up to whom mails are written, and how many that made.
    reached = models.BigIntegerField(default=0, editable=False)
    sent = models.PositiveIntegerField(default=0, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("newsletter")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(sending_since__isnull=False), name="issue_is_done_once_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
