"""What every room's admin is made of: rows that only show, figures that ask why, and acts that ask first."""

from collections.abc import Callable, Sequence
from typing import Any, Self

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.checks import CheckMessage
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.checks import UnfoldModelAdminChecks
from unfold.widgets import UnfoldAdminTextareaWidget

from common.admin.money import MoneyAdmin
from common.models import SweepRun


class ChecksWithoutTables(UnfoldModelAdminChecks):
    """Unfold looks up the permissions of actions in a database that `migrate` has yet to fill: a test does it here."""

    def _check_unfold_action_permission_methods(self, obj: Any) -> list[CheckMessage]:
        return []


ModelAdmin.checks_class = ChecksWithoutTables


class ReadOnlyAdmin(MoneyAdmin):
    """Rows that the admin shows and never writes: the books, and what services alone may change."""

    list_disable_select_all = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Pill(tuple[str, str]):
    """A state and its word, for `display(label=…)`: a list shows a coloured pill, the row's own page the word."""

    def __new__(cls, state: str, word: str) -> Self:
        return super().__new__(cls, (state, word))

    def __str__(self) -> str:
        return self[1]


class ReasonForm(forms.Form):
    """Asks why. Acts with more to ask extend it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept for good, with your name and the time."),
    )


def ask(
    request: HttpRequest,
    model_admin: ModelAdmin,
    obj: Model | None,
    *,
    title: str,
    explain: str,
    button: str,
    act: Callable[[dict[str, Any]], str],
    form_class: type[forms.Form] = ReasonForm,
    danger: bool = False,
    effects: Sequence[str] = (),
    then: str = "",
) -> HttpResponse:
    """One page that asks, then acts. `act` is given the clean answers and returns what to say; a ValidationError of
    the domain is shown on the page and nothing is done. Without `obj` the act is about the whole list. `effects` are
    sentences that say what it would set going now; `then` names the page that follows, if not the row's own."""
    back = (
        change_url(obj)
        if obj
        else reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
    )
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            if obj:
                model_admin.log_change(request, obj, f"{title}: {form.cleaned_data.get('reason', '')}".strip(": "))
            messages.success(request, said)
            return redirect(then or back)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "explain": explain,
        "effects": effects,
        "button": button,
        "danger": danger,
        "form": form,
        "back": back,
        "object": obj,
    }
    return TemplateResponse(request, "admin/guildhall/ask.html", context)


def change_url(obj: Model) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def link(obj: Model | None, text: str = "") -> SafeString | str:
    """A link to another row of the admin."""
    if obj is None:
        return "-"
    style = "text-primary-600 dark:text-primary-500"
    return format_html('<a class="{}" href="{}">{}</a>', style, change_url(obj), text or str(obj))


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """Every act of an operator in this admin, oldest never deleted."""

    list_display = ("action_time", "user", "content_type", "object_repr", "change_message")
    list_select_related = ("user", "content_type")
    list_filter = ("action_flag",)
    search_fields = ("user__email", "object_repr", "change_message")
    date_hierarchy = "action_time"


class Going(admin.SimpleListFilter):
    title = gettext_lazy("going")
    parameter_name = "going"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("failing", _("Failing"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SweepRun]) -> QuerySet[SweepRun]:
        return queryset.filter(failures__gt=0) if self.value() == "failing" else queryset


@admin.register(SweepRun)
class SweepRunAdmin(ReadOnlyAdmin):
    list_filter = (Going,)
    list_display = ("name", "started_at", "finished_at", "rows", "failures", "error")
