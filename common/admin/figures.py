"""A figure of a policy row as its record has kept it, plain data, said to an operator in words."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from common import dates
from common.admin.money import amount_of
from common.numbers import figure

_NOTHING = ("None", "")


def is_nothing(kept: Any) -> bool:
    return kept is None or kept in _NOTHING


def said(row: models.Model, name: str, kept: Any) -> tuple[str, str]:
    """What the field is called, and what stood in it. Of a field that is no more: as it was kept."""
    try:
        field: Any = row._meta.get_field(name)
    except FieldDoesNotExist:
        return name.replace("_", " "), str(kept)
    label = str(field.verbose_name)
    if is_nothing(kept):
        return label, "–"
    if amount := amount_of(row, name, kept):
        return label, amount
    text = str(kept)
    return label, str(dict(field.flatchoices)[text]) if text in dict(field.flatchoices) else _plain(field, text)


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
