"""Form fields of this room."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.money import format_money, parse_money
from jobs.locking import LARGEST_MINOR


class AmountField(forms.CharField):
    """Dollars as people write them; cleaned to minor units of USD, or None."""

    def __init__(self, *, suffix: str = "", **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "data-prefix": "$"}
        if suffix:
            attrs["data-suffix"] = suffix
        super().__init__(max_length=20, required=False, widget=forms.TextInput(attrs=attrs), **options)

    def prepare_value(self, value: Any) -> Any:
        return f"{format_money(value).removeprefix('$').removesuffix('.00')}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            minor = parse_money(text)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong
        if minor > LARGEST_MINOR:
            raise ValidationError(f"At most {format_money(LARGEST_MINOR).removesuffix('.00')}.")
        return minor


class TextField(forms.CharField):
    """Long text. A line break counts once, as the counter beside the field and the browser count it."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")
