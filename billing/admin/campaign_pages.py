"""The page before a campaign is sent, with its count and its words; and the page of its results."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from accounts.requests import operator
from billing.campaigns import acts
from billing.campaigns.results import Bought, results_of
from billing.campaigns.segments import NO_AGENCIES, in_words
from billing.campaigns.wording import notice_of
from billing.models import Campaign
from common.admin import ReasonForm, change_url
from common.money import format_money
from common.numbers import figure

SEND = "billing.send_campaign"


class SendForm(ReasonForm):
    # How many people the operator was shown: it is sent to so many, or shown again.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)


def send_page(request: HttpRequest, model_admin: ModelAdmin, campaign: Campaign) -> HttpResponse:
    """Shows for whom it is, how many they are and what they read; sends it once that has been seen."""
    if not campaign.is_draft:
        messages.error(request, _("It is {state} already.").format(state=campaign.get_state_display().lower()))
        return redirect(change_url(campaign))
    # Copied, because the page writes into it what it shows.
    form = SendForm(request.POST.copy()) if request.method == "POST" else SendForm()
    if form.is_valid() and _sent(request, model_admin, campaign, form):
        return redirect("admin:billing_campaign_results", campaign.pk)
    people = acts.reach_of(campaign).people
    (form.data if isinstance(form.data, QueryDict) else form.initial)["seen"] = str(people)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Send: {campaign}").format(campaign=campaign),
        "form": form,
        "campaign": campaign,
        "people": people,
        "connects": people * (campaign.connects or 0),
        "segment": in_words(campaign),
        "agencies": NO_AGENCIES if campaign.plan else "",
        "notice": notice_of(campaign),
        "back": change_url(campaign),
    }
    return TemplateResponse(request, "admin/guildhall/campaign_send.html", context)


def results_page(request: HttpRequest, model_admin: ModelAdmin, campaign: Campaign) -> HttpResponse:
    found = results_of(campaign)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Results: {campaign}").format(campaign=campaign),
        "campaign": campaign,
        "percent": _percent(campaign),
        "segment": in_words(campaign),
        "notice": notice_of(campaign),
        "results": found,
        "bought": _rows(found.bought),
        "offer": _rows(found.offer),
        "back": change_url(campaign),
    }
    return TemplateResponse(request, "admin/guildhall/campaign_results.html", context)


def _sent(request: HttpRequest, model_admin: ModelAdmin, campaign: Campaign, form: SendForm) -> bool:
    reason = form.cleaned_data["reason"]
    try:
        row = acts.start(campaign, actor=operator(request), reason=reason, seen=form.cleaned_data["seen"])
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    model_admin.log_change(request, campaign, _("Sent: {reason}").format(reason=reason))
    people = row.expected or 0
    words = ngettext("It is on its way to {n} person.", "It is on its way to {n} people.", people)
    messages.success(request, words.format(n=figure(people)))
    return True


def _percent(campaign: Campaign) -> int:
    """How much of its people the sending has dealt with, which is more than it reached: a mailbox counts once."""
    if not campaign.expected:
        return 0
    return 100 if campaign.state == Campaign.State.SENT else min(99, 100 * campaign.reached // campaign.expected)


def _rows(bought: list[Bought]) -> list[tuple[Bought, str]]:
    return [(row, format_money(row.minor, row.currency)) for row in bought]
