"""What history shows of itself."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Agency
from connects.history import STATUSES, Filters

# Days outside these can be typed but not be turned into instants everywhere.
_DAYS = [
    MinValueValidator(date(2000, 1, 1), gettext_lazy("Choose a day after 1999.")),
    MaxValueValidator(date(2999, 12, 31), gettext_lazy("Choose a day before 3000.")),
]


class HistoryFilter(forms.Form):
    """A status and a period of whole days in the reader's zone."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("Every status")), *STATUSES],
        error_messages={"invalid_choice": gettext_lazy("Choose one of the statuses.")},
    )
    since = forms.DateField(label=pgettext_lazy("day", "From"), required=False, validators=_DAYS)
    until = forms.DateField(label=pgettext_lazy("day", "To"), required=False, validators=_DAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            field = self.fields[name]
            field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            field.error_messages["invalid"] = _("Write the day as 2026-03-31.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return cleaned

    def filters(self) -> Filters:
        """Only for a valid form."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return Filters(
            status=self.cleaned_data["status"],
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
            actor=self.actor(),
        )

    def actor(self) -> int | None:
        """Whose doings only; None for everybody's."""
        return None


class PoolFilter(HistoryFilter):
    """The same for a pool, where one can also ask what one person did: of those who are or were in the agency."""

    who = forms.TypedChoiceField(
        label=gettext_lazy("Who"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the people.")},
    )

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = agency.memberships.order_by("person__name").values_list("person_id", "person__name").distinct()
        cast(forms.ChoiceField, self.fields["who"]).choices = [("", _("Everybody")), *people]

    def actor(self) -> int | None:
        who: int | None = self.cleaned_data["who"]
        return who


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
