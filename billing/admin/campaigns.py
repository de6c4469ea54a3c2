"""Campaigns: written as a draft, looked at with their count, sent, paused, stopped; and what they led to."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.requests import operator
from billing.admin.campaign_pages import SEND, results_page, send_page
from billing.campaigns import acts
from billing.models import Campaign
from common import clock
from common.admin import GrowingPolicyAdmin, PolicyForm, ask, change_url
from common.countries import COUNTRIES
from common.numbers import figure, in_connects

Kind, State = Campaign.Kind, Campaign.State
_TURNS = {"pause": acts.pause, "resume": acts.resume, "stop": acts.stop}
_NEEDS = {Kind.GRANT: ("connects", "lives_days"), Kind.SALE: ("sale",), Kind.CODE: ("code",)}


class CampaignForm(PolicyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "country" in self.fields:
            choices = [("", _("Any")), *sorted(COUNTRIES.items(), key=lambda each: each[1])]
            self.fields["country"] = forms.ChoiceField(
                label=_("Country"),
                choices=choices,
                required=False,
                widget=UnfoldAdminSelectWidget,
                help_text=_("As in their account."),
            )

    def clean_joined_since(self) -> Any:
        return self._past("joined_since", _("Nobody has joined since a day that is still to come."))

    def clean_inactive_since(self) -> Any:
        return self._past("inactive_since", _("This day is still to come."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        for owner, names in _NEEDS.items():
            for name in names:
                if kind == owner and not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for this kind of campaign."))
                elif kind and kind != owner and data.get(name):
                    self.add_error(name, _("Leave it empty: they get {what}.").format(what=Kind(kind).label.lower()))
        if kind and not self.errors:
            self._not_over(data.get("sale") or data.get("code"))
        return data

    def _past(self, name: str, words: str) -> Any:
        day = self.cleaned_data[name]
        if day and day > clock.now().date():
            raise ValidationError(words)
        return day

    def _not_over(self, offer: Any) -> None:
        if why := acts.over(offer):
            self.add_error("sale" if self.cleaned_data.get("sale") else "code", why)


@admin.register(Campaign)
class CampaignAdmin(GrowingPolicyAdmin):
    form = CampaignForm
    list_display = ("name", "gives", "state", "progress", "started_at", "finished_at")
    list_filter = ("state", "kind")
    list_select_related = ("sale", "code")
    search_fields = ("name",)
    fieldsets = (
        (None, {"fields": ("name", "message", "kind", ("connects", "lives_days"), "sale", "code")}),
        (
            gettext_lazy("For whom"),
            {
                "fields": ("plan", "country", ("joined_since", "inactive_since")),
                "description": gettext_lazy(
                    "All empty: everybody with a wallet of their own. Agencies' wallets get nothing."
                ),
            },
        ),
        (gettext_lazy("Why"), {"fields": ("reason", "changes")}),
    )
    actions_detail = ("send", "results", "pause", "resume", "stop")
    # What can be done with a campaign, by its state.
    _acts = {
        State.DRAFT: ("send", "stop"),
        State.SENDING: ("results", "pause", "stop"),
        State.PAUSED: ("results", "resume", "stop"),
        State.SENT: ("results",),
        State.STOPPED: ("results",),
    }

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST":
            # Nobody starts it while it is changed.
            found = Campaign.objects.select_for_update(no_key=True).get(pk=found.pk)
        return found

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        shown: list[Any] = [*self.fieldsets]
        if obj is None:
            shown[-1] = (_("Why"), {"fields": ("reason",)})
        elif not self.has_change_permission(request, obj):
            shown[-1] = (_("Changes"), {"fields": ("state", "changes")})
        return shown

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # What was sent has been read: it stays as it was.
        started = isinstance(obj, Campaign) and not obj.is_draft
        return not started and bool(super().has_change_permission(request, obj))

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> Any:
        campaign = Campaign.objects.filter(pk=object_id).first() if str(object_id).isdigit() else None
        names = self._acts[State(campaign.state)] if campaign else ()
        wanted = {f"billing_campaign_{name}" for name in names}
        return [each for each in super().get_actions_detail(request, object_id) if each.action_name in wanted]

    @admin.display(description=gettext_lazy("gives"))
    def gives(self, campaign: Campaign) -> str:
        return str(campaign.sale or campaign.code or in_connects(campaign.connects or 0))

    @admin.display(description=gettext_lazy("people"))
    def progress(self, campaign: Campaign) -> str:
        if campaign.expected is None:
            return "-"
        return _("{n} of {all}").format(n=figure(campaign.reached), all=figure(campaign.expected))

    @action(permissions=[SEND], description=gettext_lazy("Send"), url_path="send")
    def send(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return send_page(request, self, get_object_or_404(Campaign, pk=object_id))

    @action(permissions=["billing.view_campaign"], description=gettext_lazy("Results"), url_path="results")
    def results(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return results_page(request, self, get_object_or_404(Campaign, pk=object_id))

    @action(permissions=[SEND], description=gettext_lazy("Pause"), url_path="pause")
    def pause(self, request: HttpRequest, object_id: int) -> HttpResponse:
        words = _("Nobody else gets it for now. The batch that is under way, some thousand people, is done first.")
        return self._ask(request, object_id, "pause", title=_("Pause the campaign"), explain=words, button=_("Pause"))

    @action(permissions=[SEND], description=gettext_lazy("Resume"), url_path="resume")
    def resume(self, request: HttpRequest, object_id: int) -> HttpResponse:
        words = _("It goes on where it was paused. Whoever has got it does not get it again.")
        return self._ask(
            request, object_id, "resume", title=_("Resume the campaign"), explain=words, button=_("Resume")
        )

    @action(permissions=[SEND], description=gettext_lazy("Stop"), url_path="stop")
    def stop(self, request: HttpRequest, object_id: int) -> HttpResponse:
        words = _("It ends for good and cannot be started again. What people got, stays theirs.")
        asked = {"title": _("Stop the campaign"), "explain": words, "button": _("Stop for good")}
        return self._ask(request, object_id, "stop", **asked, danger=True)

    def _ask(self, request: HttpRequest, object_id: int, name: str, **asked: Any) -> HttpResponse:
        campaign = get_object_or_404(Campaign, pk=object_id)
        if request.method == "GET" and name not in self._acts[State(campaign.state)]:
            messages.error(request, _("It is {state} already.").format(state=campaign.get_state_display().lower()))
            return redirect(change_url(campaign))

        def act(answers: dict[str, Any]) -> str:
            row = _TURNS[name](campaign, actor=operator(request), reason=answers["reason"])
            return _("{campaign} is {state}.").format(campaign=row, state=row.get_state_display().lower())

        return ask(request, self, campaign, act=act, **asked)
