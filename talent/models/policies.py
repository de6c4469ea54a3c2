"""This room's own figures, which operators change: what Rising Talent asks for, and how late an answer may come."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.models import Policy


class TalentPolicy(Policy):
    """One row (PRODUCT 3). A certification's figures are its own row's."""

    rising_rating = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=Decimal("4.50"),
        help_text=_("The average rating that Rising Talent asks for, of 5. Who has no rating yet is not held to it."),
    )
    rising_certifications = models.PositiveSmallIntegerField(
        default=1, help_text=_("So many passed certifications are enough work shown...")
    )
    rising_contracts = models.PositiveSmallIntegerField(
        default=1, help_text=_("...and so are so many finished contracts.")
    )
    late_seconds = models.PositiveSmallIntegerField(
        default=15, help_text=_("Seconds after a test's end in which an answer that was under way still counts.")
    )

    class Meta:
        verbose_name_plural = _("talent policy")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="talent_policy_has_one_row"),
            models.CheckConstraint(
                condition=Q(rising_rating__gte=1, rising_rating__lte=5), name="ratings_are_from_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(rising_certifications__gte=1, rising_contracts__gte=1),
                name="rising_talent_shows_some_work",
            ),
            models.CheckConstraint(condition=Q(late_seconds__lte=300), name="late_answers_come_within_five_minutes"),
        ]

    def __str__(self) -> str:
        return gettext("Talent policy")
