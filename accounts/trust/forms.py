"""What is asked of whoever reports something."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.trust.models import Reason
from common.numbers import lazy_figure


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what is wrong."),
            "invalid_choice": gettext_lazy("Choose what is wrong."),
        },
    )
    text = forms.CharField(
        label=gettext_lazy("What should we look at?"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("A sentence or two. Only operators read it."),
        widget=forms.Textarea(attrs={"rows": 4, "data-count": lazy_figure(1_000)}),
    )

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("reason") == Reason.OTHER and not clean.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say in a sentence what is wrong."))
        return clean
