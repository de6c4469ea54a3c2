"""Every component on one page, to look at and to hold against accessibility checks. Demo and debug mode only."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common import clock
from common.countries import COUNTRY_CHOICES
from common.pills import LOOKS


class SampleForm(forms.Form):
    title = forms.CharField(help_text="One line that says what you need.", max_length=80)
    letter = forms.CharField(label="Cover letter", widget=forms.Textarea(attrs={"rows": 4}))
    bid = forms.IntegerField(
        min_value=1, widget=forms.NumberInput(attrs={"data-prefix": "$", "data-suffix": "an hour"}), required=False
    )
    country = forms.ChoiceField(choices=COUNTRY_CHOICES)
    level = forms.ChoiceField(
        choices=[("entry", "Entry"), ("intermediate", "Intermediate"), ("expert", "Expert")], widget=forms.RadioSelect
    )
    skills = forms.MultipleChoiceField(
        choices=[("python", "Python"), ("drawing", "Drawing"), ("welding", "Welding")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photo = forms.FileField(required=False, help_text="JPEG or PNG, up to 5 MB.")
    agree = forms.BooleanField(label="I have read the Market rules", help_text="They say who gets Connects back.")


def styleguide(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return render(
        request,
        "marketplace/styleguide.html",
        {
            "form": SampleForm(prefix="empty"),
            "refused": SampleForm(
                {"no-title": "", "no-letter": "Dear Ada,", "no-level": "expert", "no-bid": "0"}, prefix="no"
            ),
            "statuses": list(LOOKS),
            "soon": now + timedelta(days=3),
            "past": now - timedelta(hours=2),
            "next_year": now + timedelta(days=365),
        },
    )
