"""Amounts of money in the admin: read and written as people do, while the database counts minor units."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from common.figures import currency_of, is_money
from common.money import bare_money, format_money, parse_money


class MoneyField(forms.CharField):
    """An amount as people write it, without a sign; cleaned to minor units, None when it is left empty."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return bare_money(value, self.currency) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_money(text, self.currency)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


class InMoney:
    """A model's form whose amounts are asked for in the currency of its row."""

    fields: dict[str, forms.Field]
    instance: Any

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        currency = currency_of(self.instance)
        for name, asked in self.fields.items():
            if is_money(name):
                self.fields[name] = MoneyField(
                    currency=currency,
                    required=asked.required,
                    label=asked.label,
                    help_text=" ".join(filter(None, (currency, str(asked.help_text)))),
                )


class MoneyAdmin(ModelAdmin):
    """Rows with amounts. What cannot be changed is shown as `$8.70`, what can be is typed as `8.70`."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **named: Any) -> Any:
        made: Any = super().get_form(request, obj, change, **named)
        return type(made)(made.__name__, (InMoney, made), {})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = super().get_fields(request, obj)
        asked = obj is None or self.has_change_permission(request, obj)
        kept = self.get_readonly_fields(request, obj)
        return [name if asked and name not in kept else self._shown(name) for name in names]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = super().get_readonly_fields(request, obj)
        return [*names, *(self._shown(name) for name in names if is_money(name))]

    def get_list_display(self, request: HttpRequest) -> Any:
        return [self._shown(name) for name in super().get_list_display(request)]

    def _shown(self, name: Any) -> Any:
        return shown(self.model, name) if is_money(name) else name


@cache
def shown(model: type[Model], name: str) -> Callable[[Any], str]:
    """A column of the admin for an amount of the model's."""
    field: Any = model._meta.get_field(name)

    def amount(row: Any) -> str:
        minor = getattr(row, name)
        return "-" if minor is None else format_money(minor, currency_of(row))

    column: Any = amount
    column.short_description, column.admin_order_field = field.verbose_name, name
    return amount
