"""What is typed into a proposal, checked here and sent by one service."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.money import bare_money, format_money, parse_money
from common.numbers import figure
from jobs import wording
from jobs.locking import LARGEST_MINOR
from jobs.models import BudgetType, Job
from proposals.boost_forms import boost_field
from proposals.boost_table import Table
from proposals.models import Proposal, ProposalDraft
from proposals.senders import Sender
from proposals.vocabulary import DECLINES

LETTER_AT_MOST = 5_000
_ANSWER_AT_MOST = 2_000
# The least that may be asked, in minor units of USD.
_SMALLEST_MINOR = 100
# How much a field takes, as whoever sees its counter writes numbers.
at_most = lazy(figure, str)


class TextField(forms.CharField):
    """Long text. A line break counts once, as the counter beside the field and the browser count it."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class BidField(forms.CharField):
    """An amount as people write it; cleaned to minor units of USD."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            minor = parse_money(text)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong
        if not _SMALLEST_MINOR <= minor <= LARGEST_MINOR:
            low, high = format_money(_SMALLEST_MINOR), format_money(LARGEST_MINOR)
            raise ValidationError(_("Ask for something between {low} and {high}.").format(low=low, high=high))
        return minor


class ProposalForm(forms.Form):
    """A letter, a bid, and an answer to each of the client's questions."""

    letter = TextField(
        label=gettext_lazy("Cover letter"),
        max_length=LETTER_AT_MOST,
        help_text=gettext_lazy(
            "What you would do, and why you. The client reads the first lines before anything else."
        ),
        error_messages={"required": gettext_lazy("Write a cover letter: it is what the client reads first.")},
        widget=forms.Textarea(attrs={"rows": 10, "data-count": at_most(LETTER_AT_MOST)}),
    )
    bid = BidField(
        max_length=60,
        error_messages={"required": gettext_lazy("Say what you ask for.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-prefix": "$"}),
    )

    def __init__(
        self,
        job: Job,
        data: QueryDict | None = None,
        *,
        initial: dict[str, str] | None = None,
        senders: Sequence[Sender] = (),
        boosts: Table | None = None,
    ) -> None:
        """With more than one of `senders` it also asks in whose name; without an answer it is one's own.

        With the table of an auction that takes bids it asks for one, too.
        Whoever named an agency, and was removed from it meanwhile, is not taken to have meant themselves.
        """
        super().__init__(data, initial=initial)
        if len(senders) > 1 or (data is not None and data.get("sender")):
            self.fields["sender"] = _sender_field(senders)
        if boosts is not None and boosts.open:
            self.fields["boost"] = boost_field(boosts)
        self.auction_closed = boosts is not None and not boosts.open and bool(self.data.get("boost", "").strip())
        _describe_bid(self.fields["bid"], job)
        self.questions = {_name(question.text): question.text for question in job.questions.all()}
        for question in job.questions.all():
            self.fields[_name(question.text)] = TextField(
                label=question.text,
                max_length=_ANSWER_AT_MOST,
                required=question.required,
                error_messages={"required": gettext_lazy("The client would like an answer to this.")},
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> None:
        super().clean()
        if self.auction_closed:
            raise ValidationError(
                _("The auction has closed, so no bid is taken any more. Nothing was sent: send it without one.")
            )

    def answer_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.questions]

    def chosen_sender(self) -> str:
        """Only for a valid form: in whose name, as a key of `proposals.senders`."""
        return str(self.cleaned_data.get("sender", ""))

    def sent(self) -> dict[str, Any]:
        """What was typed, checked, as `services.submit` and `services.edit` take it."""
        clean = self.cleaned_data
        answers = {question: clean[name] for name, question in self.questions.items()}
        boost = {"boost": clean["boost"] or 0} if "boost" in self.fields else {}
        return {"letter": clean["letter"], "bid_minor": clean["bid"], "answers": answers} | boost

    def typed(self) -> dict[str, Any]:
        """What was typed, however wrong, as `services.save_draft` keeps it."""
        data = self.data
        answers = {question: str(data.get(name, "")) for name, question in self.questions.items()}
        boost = str(data.get("boost", ""))
        return {
            "letter": str(data.get("letter", "")),
            "bid": str(data.get("bid", "")),
            "answers": answers,
            "boost": boost,
        }


def of_draft(draft: ProposalDraft) -> dict[str, str]:
    """A draft as the form's initial values."""
    typed = {"letter": draft.letter, "bid": draft.bid, "boost": draft.boost}
    return typed | {_name(asked): text for asked, text in draft.answers.items()}


def of_proposal(proposal: Proposal) -> dict[str, str]:
    """A proposal already sent as the form's initial values."""
    bid = bare_money(proposal.bid_minor)
    answers = {_name(answer.question): answer.text for answer in proposal.answers.all()}
    return {"letter": proposal.letter, "bid": bid} | answers


class DeclineForm(forms.Form):
    """One click for the usual reasons, words for any other."""

    REASONS = DECLINES
    reason = forms.ChoiceField(
        label=gettext_lazy("Why not?"),
        choices=[
            *((each, gettext_lazy(each)) for each in REASONS),
            ("other", gettext_lazy("Another reason, in your own words")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the reasons.")),
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The freelancer reads this. A sentence helps the next proposal."),
        widget=forms.Textarea(attrs={"rows": 3, "data-count": "200"}),
    )

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        reason, words = clean.get("reason", ""), clean.get("words", "")
        if reason == "other" and not words and "words" not in self.errors:
            self.add_error("words", _("Write the reason in a sentence."))
        clean["said"] = ". ".join(each for each in (reason, words) if each and each != "other")
        return clean


def _sender_field(senders: Sequence[Sender]) -> forms.ChoiceField:
    names = [(sender.key, sender.agency.name if sender.agency else _("Yourself")) for sender in senders]
    gone = _("You are not in that agency (any more). Choose again.")
    return forms.ChoiceField(
        label=gettext_lazy("In whose name?"),
        choices=names,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gone},
    )


def _describe_bid(field: forms.Field, job: Job) -> None:
    if job.budget_type == BudgetType.HOURLY:
        field.label, words = _("Your rate an hour"), _("The client offers {budget}.")
    else:
        field.label, words = _("Your price for the whole job"), _("The client's budget is {budget}.")
    field.help_text = words.format(budget=wording.budget(job))


def _name(question: str) -> str:
    """A field's name follows its question's words, so an answer never lands under another question."""
    return f"answer_{sha256(question.encode()).hexdigest()[:12]}"
