"""What the shop is told: which package, and on which errand."""

from typing import Any

from django import forms

from billing.models import Package

# The largest number a row can have.
_LARGEST = 2**63 - 1


class BuyForm(forms.Form):
    package = forms.ModelChoiceField(
        Package.objects.filter(active=True).select_related("region"),
        error_messages={
            "required": "Choose a package.",
            "invalid_choice": "This package is not on sale any more. Choose another.",
        },
    )


class ShopQuery(forms.Form):
    """The shop's address: the job whose proposal waits, or the checkout that was left."""

    job = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    left = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)
    before = forms.IntegerField(required=False, min_value=1, max_value=_LARGEST)

    @classmethod
    def read(cls, query: Any) -> dict[str, int | None]:
        """What of the address makes sense; the rest is as if it were not there."""
        form = cls(query)
        form.is_valid()
        return {name: form.cleaned_data.get(name) for name in cls.base_fields}
