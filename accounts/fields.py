"""Form fields for what every room asks about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Skill


class WebAddressField(forms.URLField):
    """An address on the web: other schemes are no address here, and it is said once."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": gettext_lazy("Write an address like https://example.com.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


class SkillsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some skills, `at_most` of them. Check boxes work without JavaScript: see templates/talent/_skills.html."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, at_most: int, **options: Any) -> None:
        self.at_most = at_most
        refused = gettext_lazy("Choose skills from the list.")
        messages = {"invalid_choice": refused, "invalid_pk_value": refused, "invalid_list": refused}
        super().__init__(Skill.objects.all(), label=gettext_lazy("Skills"), error_messages=messages, **options)

    def clean(self, value: Any) -> Any:
        # A number too long for the database's integers would break the query instead of finding nothing.
        if any(len(str(pk)) > 18 for pk in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        chosen = super().clean(value)
        if len(chosen) > self.at_most:
            raise ValidationError(
                ngettext("Choose {n} skill at most.", "Choose {n} skills at most.", self.at_most).format(
                    n=self.at_most
                ),
                code="too_many",
            )
        return chosen
