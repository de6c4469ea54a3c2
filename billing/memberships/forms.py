"""Which plan is wanted, paid how often; and the quote that the person has read."""

from django import forms

from billing.models import PlanPrice


class WantedForm(forms.Form):
    plan = forms.SlugField(max_length=20)
    interval = forms.ChoiceField(choices=PlanPrice.Interval)


class AgreedForm(WantedForm):
    """`asked_at` is the instant that the quote is for, `due` what it said, in minor units; none for a start."""

    asked_at = forms.IntegerField(required=False, min_value=0, max_value=2**40)
    due = forms.IntegerField(required=False, min_value=-(2**31), max_value=2**31)
