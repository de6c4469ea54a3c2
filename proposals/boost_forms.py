"""How many Connects somebody bids, as typed."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.numbers import figure
from proposals.boost_table import Table


class WholeNumber(forms.IntegerField):
    """Plain digits: what else Python reads as a number, as 1_0, nobody means."""

    def to_python(self, value: Any) -> int | None:
        text = str(value if value is not None else "").strip()
        if text and not re.fullmatch(r"[0-9]{1,9}", text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


def boost_field(table: Table, *, required: bool = False) -> forms.IntegerField:
    """Between 1 and the cap; whether it takes a place is decided by the auction."""
    cap = table.figures.cap
    said = _("Bid a whole number between 1 and {most}.").format(most=figure(cap))
    return WholeNumber(
        label=_("Connects to bid") if required else _("Connects to bid for a place on top"),
        required=required,
        min_value=1,
        max_value=cap,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Say how many Connects you bid."),
            "invalid": said,
            "min_value": said,
            "max_value": said,
        },
    )


class BoostForm(forms.Form):
    def __init__(self, table: Table, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["boost"] = boost_field(table, required=True)
