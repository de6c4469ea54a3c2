"""What the shop is told: which package, with which code, on which errand, and what receipts shall say of the buyer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import BillingDetails, Package
from billing.models.purchases import new_key

# The largest number a row can have.
_LARGEST = 2**63 - 1


class BuyForm(forms.Form):
    """A package of the buyer's own shelf, and perhaps a code. Whether the code is good, the service says."""

    package = forms.TypedChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose a package."),
            "invalid_choice": _("This package is not on sale any more. Choose another."),
        },
    )
    code = forms.CharField(max_length=30, required=False)

    def __init__(self, *args: Any, shelf: Iterable[Package], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["package"]
        field.choices = [(package.pk, str(package)) for package in shelf]

    def shown_minor(self) -> int | None:
        """The price that stood beside the chosen package when it was chosen."""
        shown = self.data.get(f"shown_{self.cleaned_data['package']}", "")
        return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 12 else None


class ShopQuery(forms.Form):
    """The shop's address: the job whose proposal waits, the checkout that was left, what was chosen so far."""

    job = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    left = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    before = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    package = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)

    @classmethod
    def read(cls, query: Any) -> dict[str, int | None]:
        """What of the address makes sense; the rest is as if it were not there."""
        form = cls(query)
        form.is_valid()
        return {name: form.cleaned_data.get(name) for name in cls.base_fields}


class WordsQuery(forms.Form):
    """The words in the shop's address: for which agency, and with which code."""

    agency = forms.SlugField(max_length=60, required=False)
    code = forms.CharField(max_length=30, required=False)

    @classmethod
    def read(cls, query: Any) -> dict[str, str]:
        form = cls(query)
        form.is_valid()
        return {name: form.cleaned_data.get(name) or "" for name in cls.base_fields}


class RedeemForm(forms.Form):
    """A code to redeem. What is wrong with it, the service says."""

    code = forms.CharField(
        max_length=30,
        label=_("Code"),
        error_messages={"required": _("Type the code.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    # The same form sent twice redeems once.
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, initial=new_key)


class BillingDetailsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = BillingDetails
        fields = ("company", "tax_id", "address")
        labels = {"address": _("Address")}
        widgets = {
            "company": forms.TextInput(attrs={"autocomplete": "organization"}),
            "tax_id": forms.TextInput(attrs={"autocomplete": "off"}),
            "address": forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
        }
        help_texts = {"tax_id": _("For example a VAT or GST number, as your tax office writes it.")}
