"""A figure of a policy row as its record has kept it, plain data, said to an operator in words."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from common import dates
from common.money import format_money
from common.numbers import figure

# What a field's name ends with that counts minor units of its row's currency.
_MINOR = "_minor"


def is_nothing(kept: Any) -> bool:
    return kept in (None, "None", "")


def is_money(name: Any) -> bool:
    return isinstance(name, str) and name.endswith(_MINOR)


def currency_of(row: models.Model) -> str:
    """Work is paid in dollars; what the site sells, in the currency of its buyer's region."""
    return str(getattr(row, "currency", "") or getattr(row, "paid_currency", "") or "USD")


def said(row: models.Model, name: str, kept: Any) -> tuple[str, str]:
    """What the field is called, and what stood in it. Of a field that is no more: as it was kept."""
    try:
        field: Any = row._meta.get_field(name)
    except FieldDoesNotExist:
        return name.replace("_", " "), str(kept)
    label = str(field.verbose_name)
    if is_nothing(kept):
        return label, "–"
    text, choices = str(kept), dict(field.flatchoices)
    if is_money(name) and text.isdecimal():
        return label, format_money(int(text), currency_of(row))
    return label, str(choices[text]) if text in choices else _plain(field, text)


def _plain(field: Any, text: str) -> str:
    if isinstance(field, models.BooleanField):
        return _("yes") if text == "True" else _("no")
    if isinstance(field, models.DateTimeField):
        return dates.exact(datetime.fromisoformat(text))
    if isinstance(field, models.DateField):
        return dates.short_day(date.fromisoformat(text))
    if isinstance(field, models.IntegerField) and text.isdecimal():
        return figure(int(text))
    return f"#{text}" if field.is_relation else text
