"""On a person's page in the admin: how they stand, and suspending, banning and letting in again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from accounts.models import AgencyMember, User
from accounts.requests import operator
from accounts.trust import standing
from accounts.trust.errors import TrustError
from accounts.trust.models import Reason
from common.admin import ReasonForm, ask


class SuspensionForm(ReasonForm):
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"), min_value=1, max_value=365, widget=UnfoldAdminIntegerFieldWidget()
    )
    field_order = ["days", "reason"]


class BanForm(ReasonForm):
    violation = forms.ChoiceField(
        label=gettext_lazy("Violation"), choices=Reason.choices[:4], widget=UnfoldAdminSelectWidget()
    )
    field_order = ["violation", "reason"]


class StandingActions:
    """Mixed into the admin of people."""

    @admin.display(description=gettext_lazy("now"))
    def standing(self, person: User) -> str:
        return _("Banned") if person.banned_at else _("Suspended") if person.is_barred else _("May log in and act")

    @admin.display(description=gettext_lazy("suspensions and bans"))
    def standing_history(self, person: User) -> SafeString | str:
        events = person.standing_events.select_related("by").order_by("-id")[:50]
        owned = AgencyMember.objects.filter(person=person, role="owner").select_related("agency")
        return render_to_string("admin/guildhall/standing.html", {"events": events, "owned": owned})

    @action(
        permissions=["accounts.suspend_user"],
        description=gettext_lazy("Suspend"),
        url_path="suspend",
        variant=ActionVariant.WARNING,
    )
    def suspend(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._stand(
            request,
            object_id,
            standing.suspend,
            _("Suspended. Their sessions have ended."),
            title=_("Suspend for some days"),
            explain=_(
                "They are logged out at once and cannot log in until it ends; they are told why, and read your "
                "reason. Their open jobs pause and come back by themselves; proposals and contracts stay as they are."
            ),
            button=_("Suspend"),
            form_class=SuspensionForm,
            danger=True,
        )

    @action(
        permissions=["accounts.suspend_user"],
        description=gettext_lazy("Ban"),
        url_path="ban",
        variant=ActionVariant.DANGER,
    )
    def ban(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._stand(
            request,
            object_id,
            standing.ban,
            _("Banned. Their sessions have ended, their jobs are removed."),
            title=_("Ban for good"),
            explain=_(
                "They are logged out at once and told why; they read your reason. Their open jobs are removed for "
                "the violation, and everybody who is due gets Connects back. Their own open proposals are withdrawn "
                "without a refund; contracts stay. An agency of theirs stays with its people. Lifting the ban brings "
                "nothing of that back."
            ),
            button=_("Ban"),
            form_class=BanForm,
            danger=True,
        )

    @action(permissions=["accounts.suspend_user"], description=gettext_lazy("Let in again"), url_path="lift")
    def lift(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._stand(
            request,
            object_id,
            standing.lift,
            _("They may log in again, and are told."),
            title=_("Let in again"),
            explain=_("Ends a suspension or a ban now. Jobs paused by it come back; what was removed stays removed."),
            button=_("Let in again"),
        )

    def _stand(
        self, request: HttpRequest, object_id: int, act: Callable[..., Any], done: str, **page: Any
    ) -> HttpResponse:
        person = get_object_or_404(User, pk=object_id)

        def do(answers: dict[str, Any]) -> str:
            try:
                act(person, by=operator(request), **answers)
            except TrustError as refused:
                raise ValidationError(str(refused)) from refused
            return done

        return ask(request, self, person, act=do, **page)
