"""Jobs for operators: read them, remove them for a violation, and set what a proposal costs."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from accounts.requests import operator
from common import clock
from common.admin import InMoney, PolicyAdmin, ReadOnlyAdmin, ReasonForm, ask, change_url
from common.sweeps import LATE
from jobs import effects, moderation
from jobs.errors import JobError
from jobs.models import CostPolicy, Job, JobClosure, JobPolicy, ScreeningQuestion, Violation
from jobs.simulation import DAYS, simulate


class RemovalForm(ReasonForm):
    violation = forms.ChoiceField(
        label=gettext_lazy("Violation"), choices=Violation.choices, widget=UnfoldAdminSelectWidget()
    )
    field_order = ["violation", "reason"]


class Shown(TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Closures(Shown):
    model = JobClosure
    fields = ("end", "at", "by", "violation", "reason", "after_hire")


class Questions(Shown):
    model = ScreeningQuestion
    fields = ("position", "text", "required")


class Expiry(admin.SimpleListFilter):
    title = gettext_lazy("expiry")
    parameter_name = "expiry"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("past", _("Past, and still open"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.overdue(clock.now() - LATE) if self.value() == "past" else queryset


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "client", "category", "status", "cost", "proposals_count", "published_at")
    list_select_related = ("client", "category")
    list_filter = ("status", Expiry, "category", "level", "budget_type", "featured")
    search_fields = ("title", "client__email")
    ordering = ("-id",)
    inlines = (Closures, Questions)
    actions_detail = ("remove",)
    show_full_result_count = False

    @action(
        permissions=["jobs.change_job"],
        description=gettext_lazy("Remove for a violation"),
        url_path="remove",
        variant=ActionVariant.DANGER,
    )
    def remove(self, request: HttpRequest, object_id: int) -> HttpResponse:
        job = get_object_or_404(Job, pk=object_id)

        def take_down(answers: dict[str, Any]) -> str:
            try:
                moderation.remove_and_tell(
                    job, by=operator(request), violation=answers["violation"], reason=answers["reason"]
                )
            except JobError as refused:
                raise ValidationError(str(refused.__doc__)) from refused
            return _("Removed. Everyone who is due gets their Connects back, and the client is told why.")

        return ask(
            request,
            self,
            job,
            title=_("Remove for a violation"),
            explain=_(
                "The job leaves the site at once. Proposals are refunded by the row “removed for a violation” of "
                "the refund matrix, whatever ended the job before. The client reads the violation and your reason. "
                "This cannot be undone."
            ),
            effects=effects.of_removal(job),
            button=_("Remove the job"),
            act=take_down,
            form_class=RemovalForm,
            danger=True,
        )


class FiguresForm(InMoney, forms.ModelForm):  # type: ignore[type-arg]
    """Other figures for the price of a proposal, to be tried and not kept."""

    class Meta:
        model = CostPolicy
        fields = tuple(CostPolicy().figures())
        widgets = dict.fromkeys(fields, UnfoldAdminIntegerFieldWidget())


@admin.register(CostPolicy)
class CostPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "basic", "high_paying", "premium", "in_demand", "lowest", "highest")
    actions_detail = ("try_figures",)

    @action(permissions=["jobs.view_costpolicy"], description=gettext_lazy("Try other figures"), url_path="try")
    def try_figures(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What these or other figures would have charged in the last days. Changes nothing."""
        policy = get_object_or_404(CostPolicy, pk=object_id)
        form = FiguresForm(request.GET or None, instance=policy)
        figures = form.instance if form.is_bound and form.is_valid() else CostPolicy.objects.get(pk=policy.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Try other figures"),
            "form": form,
            "found": simulate(figures, at=clock.now()),
            "days": DAYS,
            "tried": form.is_bound and form.is_valid(),
            "back": change_url(policy),
        }
        return TemplateResponse(request, "admin/guildhall/try_figures.html", context)


@admin.register(JobPolicy)
class JobPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "open_days", "remind_days_before", "first_job_minor", "saved_searches", "alert_minutes")
