"""What is typed into a conversation, with its files, and an invitation to an interview."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.numbers import figure
from proposals.forms import at_most
from proposals.models import TalkPolicy
from proposals.talk import files, words
from proposals.talk.files import Checked, NotAccepted

_TOKEN_AT_MOST = 32


class WordsField(forms.CharField):
    """Long text as it is kept; a line break counts once, as the counter beside the field counts it."""

    def to_python(self, value: Any) -> str:
        return words.clean(str(super().to_python(value) or ""))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each looked into. What is wrong is said about each by name."""

    widget = FilesInput

    def __init__(self, *, policy: TalkPolicy, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.policy = policy

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        uploads: list[UploadedFile] = [each for each in data or () if each]
        most = self.policy.files_a_message
        if len(uploads) > most:
            words = ngettext(
                "A message carries {most} file at most; these are {n}.",
                "A message carries {most} files at most; these are {n}.",
                most,
            )
            raise ValidationError(words.format(most=figure(most), n=figure(len(uploads))))
        checked, wrong = [], []
        for upload in uploads:
            try:
                checked.append(files.check(upload, megabytes=self.policy.file_megabytes))
            except NotAccepted as refused:
                wrong.append(str(refused))
        if wrong:
            raise ValidationError(wrong)
        return checked


class TokenField(forms.CharField):
    """What tells one form from another. Nobody types it: a strange one is none, and nothing is said about it."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        token = str(value or "")
        return token if token.isascii() and token.isalnum() and len(token) <= _TOKEN_AT_MOST else ""


class MessageForm(forms.Form):
    """Words, files, or both."""

    # Said once, however often the form arrives.
    token = TokenField(required=False)

    def __init__(self, policy: TalkPolicy, data: Any = None, uploads: Any = None) -> None:
        super().__init__(data, uploads, auto_id="talk_%s", initial={"token": new_token()})
        most = policy.message_characters
        too_long = _("A message takes {most} characters. Shorten it, or attach it as a file.")
        self.fields["text"] = WordsField(
            label=_("Message"),
            required=False,
            max_length=most,
            error_messages={"max_length": too_long.format(most=figure(most))},
            widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "placeholder": _("Write a message")}),
        )
        ends = ",".join(f".{ending}" for ending in files.ENDINGS)
        self.fields["files"] = FilesField(
            policy=policy,
            label=_("Attach files"),
            help_text=_("Up to {files}, each up to {size} MB.").format(
                files=figure(policy.files_a_message), size=figure(policy.file_megabytes)
            ),
            widget=FilesInput(attrs={"accept": ends}),
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said.get("text") and not said.get("files"):
            self.add_error("text", _("Write something, or attach a file."))
        return said

    def sentences(self) -> list[str]:
        """Everything that is wrong, for the one place beside the field."""
        return [str(each) for wrong in self.errors.values() for each in wrong]


class InterviewForm(forms.Form):
    text = WordsField(
        label=gettext_lazy("What it is about"),
        max_length=1_000,
        required=False,
        help_text=gettext_lazy("Who will be there, and what you would like to talk about."),
        widget=forms.Textarea(attrs={"rows": 4, "data-count": at_most(1_000)}),
    )
    times = WordsField(
        label=gettext_lazy("Times that suit you"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "As you would say them, with your time zone: “Tuesday 10 to 12 or Thursday after 15, London time”."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "data-count": "500"}),
    )


def new_token() -> str:
    return secrets.token_hex(16)
