"""Operator figures: changed only with a reason, every earlier change beneath, and each of them can be put back."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from common import dates, policies
from common.admin.base import ReadOnlyAdmin, ReasonForm, ask
from common.admin.money import MoneyAdmin
from common.figures import is_nothing, said
from common.models import Policy, PolicyChange


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    reason = ReasonForm.base_fields["reason"]


class PolicyAdmin(MoneyAdmin):
    """Operator figures: changed only with a reason, and with every earlier change beneath."""

    form = PolicyForm
    readonly_fields: Any = ("changes",)
    # What puts a change back; a room whose figures are locked in an order of their own has its own.
    restore: Any = staticmethod(policies.put_back)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<path:object_id>/put-back/<int:change_id>/",
            self.admin_site.admin_view(self.put_back),
            name=f"{self.opts.app_label}_{self.opts.model_name}_putback",
        )
        return [page, *super().get_urls()]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found: Any = super().get_object(request, object_id, from_field)
        if found:
            # For the list of changes, which is drawn without a request.
            found.shown_to_change = self.has_change_permission(request, found)
        return found

    def save_model(self, request: HttpRequest, obj: Policy, form: forms.ModelForm, change: bool) -> None:  # type: ignore[type-arg]
        figures = {name: form.cleaned_data[name] for name in form.changed_data if name != "reason"}
        policies.change(obj, actor=request.user, reason=form.cleaned_data["reason"], **figures)

    @admin.display(description=gettext_lazy("Changes so far"))
    def changes(self, policy: Policy) -> SafeString | str:
        rows = format_html_join(
            "",
            '<li class="py-2"><strong>{}</strong> {}<br>{}{}</li>',
            (
                (
                    dates.exact(change.at),
                    _("by {actor}: {reason}").format(actor=change.actor or _("the system"), reason=change.reason),
                    moved(change, policy),
                    self._button(policy, change),
                )
                for change in policies.history(policy)[:50]
            ),
        )
        return format_html("<ul>{}</ul>", rows) if rows else _("Never changed: these are the defaults.")

    def put_back(self, request: HttpRequest, object_id: str, change_id: int) -> HttpResponse:
        """Asks why, then gives the figures of one change the values that they had before it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        change = get_object_or_404(policies.history(row), pk=change_id)
        if not self._goes_back(request, row, change):
            raise PermissionDenied(_("What a new row began with, and what is not changed on this page, stays."))

        def act(answers: dict[str, Any]) -> str:
            try:
                self.restore(row, change, actor=request.user, reason=answers["reason"])
            except ValidationError as refused:
                # Its fields are not on this page.
                raise ValidationError(refused.messages) from refused
            return _("Put back: {changes}.").format(changes=moved_back(change, row))

        return ask(
            request,
            self,
            row,
            title=_("Put a change back"),
            explain=_(
                "Changed on {at} by {actor}, because: {reason}. What was promised or paid meanwhile stays as it was."
            ).format(
                at=dates.exact(change.at), actor=change.actor or _("the system"), reason=change.reason.rstrip(". ")
            ),
            effects=[f"{moved_back(change, row)}."],
            button=_("Put back"),
            act=act,
        )

    def _goes_back(self, request: HttpRequest, row: Policy, change: PolicyChange) -> bool:
        """Only what this page lets be changed, and only while it does: a campaign that was sent stays as it was."""
        on_page = self.get_form(request, row, change=True).base_fields
        names = {row._meta.get_field(name).name for name in change.before}
        return bool(names) and names <= set(on_page) and self.has_change_permission(request, row)

    def _button(self, policy: Policy, change: PolicyChange) -> SafeString | str:
        if not change.before or not getattr(policy, "shown_to_change", False):
            return ""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_putback"
        words = '<br><a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>'
        return format_html(words, reverse(name, args=[policy.pk, change.pk]), _("Put back"))


class GrowingPolicyAdmin(PolicyAdmin):
    """Operator figures of which there may be any number: new rows, too, are made with a reason. None is deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(ModelAdmin.has_add_permission(self, request))

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        # What is new has no history.
        return [name for name in super().get_fields(request, obj) if obj or name != "changes"]

    def save_model(self, request: HttpRequest, obj: Policy, form: forms.ModelForm, change: bool) -> None:  # type: ignore[type-arg]
        if change:
            super().save_model(request, obj, form, change)
        else:
            policies.create(obj, actor=request.user, reason=form.cleaned_data["reason"])


def moved(change: PolicyChange, row: Policy | None = None) -> str:
    """`basic 4 to 5; highest 8 to 10`; of a new row all that it began with. The row knows how its figures are said."""
    if not change.before:
        began = ((name, kept) for name, kept in change.after.items() if not is_nothing(kept))
        figures = "; ".join("{} {}".format(*_said(row, *figure)) for figure in began)
        return _("new: {figures}").format(figures=figures)
    return _from_to(change.before, change.after, row)


def moved_back(change: PolicyChange, row: Policy | None = None) -> str:
    """`basic 5 to 4`."""
    return _from_to(change.after, change.before, row)


def _from_to(old: dict[str, Any], new: dict[str, Any], row: Policy | None) -> str:
    words = _("{name} {before} to {after}")
    figures = ((*_said(row, name, value), _said(row, name, old.get(name))[1]) for name, value in new.items())
    return "; ".join(words.format(name=name, before=before, after=after) for name, after, before in figures)


def _said(row: Policy | None, name: str, value: Any) -> tuple[str, Any]:
    return said(row, name, value) if row else (name.replace("_", " "), value)


@admin.register(PolicyChange)
class PolicyChangeAdmin(ReadOnlyAdmin):
    list_display = ("at", "label", "what", "reason", "actor")
    list_select_related = ("actor",)
    search_fields = ("label", "reason", "actor__email")
    date_hierarchy = "at"

    def get_changelist(self, request: HttpRequest, **named: Any) -> Any:
        made: Any = super().get_changelist(request, **named)
        return type(made.__name__, (_WithTheirRows, made), {})

    @admin.display(description=gettext_lazy("what changed"))
    def what(self, change: PolicyChange) -> str:
        found = change.row if hasattr(change, "row") else policies.rows_of([change]).get(change.subject)
        return moved(change, found)


class _WithTheirRows:
    """A page of changes, each with the row that it is about: the row knows how its figures are said."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)  # type: ignore[misc]
        self.result_list: Any = list(self.result_list)
        rows = policies.rows_of(self.result_list)
        for change in self.result_list:
            change.row = rows.get(change.subject)
