"""What is asked of whoever opens a ticket, and of whoever writes in one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.numbers import lazy_figure
from proposals.talk.forms import WordsField
from support.models import LONGEST
from support.vocabulary import Kind

_TEXT = forms.Textarea(attrs={"rows": 5, "data-count": lazy_figure(LONGEST)})


class TicketForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong."), "invalid_choice": _("Choose what is wrong.")},
    )
    text = WordsField(
        label=_("What should we know?"),
        max_length=LONGEST,
        required=False,
        help_text=_("A sentence or two. We see the line, and what it was spent on."),
        widget=_TEXT,
    )

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("kind") == Kind.OTHER and not clean.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say in a sentence what is wrong."))
        return clean


class MessageForm(forms.Form):
    text = WordsField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=_TEXT,
        error_messages={"required": _("Write something first.")},
    )
