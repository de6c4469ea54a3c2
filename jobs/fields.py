"""Form fields of this room."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from common import amounts
from common.countries import COUNTRY_CHOICES
from common.reading import Words
from jobs.locking import LARGEST_MINOR


class AmountField(amounts.AmountField):
    largest_minor = LARGEST_MINOR


class TextField(forms.CharField):
    """Long text. A line break counts once, as the counter beside the field and the browser count it."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


def anywhere_or_in() -> list[tuple[str, Words]]:
    """Where the freelancer should be. Made for each form: countries stand in the order of the reader's language."""
    return [("", _("Anywhere")), *COUNTRY_CHOICES]
