"""Form fields of this room."""

from typing import Any

from django import forms

from common import amounts
from jobs.locking import LARGEST_MINOR


class AmountField(amounts.AmountField):
    largest_minor = LARGEST_MINOR


class TextField(forms.CharField):
    """Long text. A line break counts once, as the counter beside the field and the browser count it."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")
