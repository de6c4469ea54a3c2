"""Figures that operators change, and the record of their changes."""

import re
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from common.reading import said


class PolicyChange(models.Model):
    """Who changed which operator figure, when, from what to what, and why. Append-only."""

    # The row that changed, as "connects.grantpolicy:3".
    subject = models.CharField(max_length=120, db_index=True)
    label = models.CharField(max_length=200)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="policy_change_says_why")]

    def __str__(self) -> str:
        return f"{self.label}: {self.reason}"


class Policy(models.Model):
    """A typed row of operator figures. Changed only through `common.policies.change`, which records who and why."""

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """A constraint's name is the sentence that must hold: an operator reads it as one."""
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as broken:
            raise ValidationError(
                {field: [self._in_words(message) for message in every] for field, every in broken.message_dict.items()}
            ) from broken

    def figures(self) -> dict[str, Any]:
        """The row's values as plain data, for the record of changes."""
        return {
            field.attname: field.value_to_string(self) if not field.is_relation else getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if not field.primary_key
        }

    def _in_words(self, message: str) -> str:
        """What names a constraint of this policy, as "This does not hold: ..."; what says more already stays."""
        broken = next((each.name for each in self._meta.constraints if re.search(rf"\b{each.name}\b", message)), "")
        if not broken:
            return message
        return _("This does not hold: {rule}.").format(rule=said(broken.replace("_", " ")))
