"""What is asked of whoever reports something."""

from typing import Any

from django import forms

from accounts.trust.models import Reason


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="What is wrong?",
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong.", "invalid_choice": "Choose what is wrong."},
    )
    text = forms.CharField(
        label="What should we look at?",
        max_length=1000,
        required=False,
        help_text="A sentence or two. Only operators read it.",
        widget=forms.Textarea(attrs={"rows": 4, "data-count": "1,000"}),
    )

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("reason") == Reason.OTHER and not clean.get("text") and "text" not in self.errors:
            self.add_error("text", "Say in a sentence what is wrong.")
        return clean
