"""An amount of money as a form asks for it."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.money import bare_money, parse_money, rounded_money
from common.reading import Words


class AmountField(forms.CharField):
    """Dollars as people write them; cleaned to minor units of USD, or None."""

    largest_minor: ClassVar[int] = 100_000_000

    def __init__(self, *, suffix: Words = "", **options: Any) -> None:
        attrs: dict[str, Words] = {"inputmode": "decimal", "autocomplete": "off", "data-prefix": "$"}
        if suffix:
            attrs["data-suffix"] = suffix
        super().__init__(max_length=20, required=False, widget=forms.TextInput(attrs=attrs), **options)

    def prepare_value(self, value: Any) -> Any:
        return bare_money(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            minor = parse_money(text)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong
        if minor > self.largest_minor:
            raise ValidationError(_("At most {amount}.").format(amount=rounded_money(self.largest_minor)))
        return minor
