"""Proposals, contracts, refunds announced and done, and the refund matrix, for operators."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import operator
from common import clock
from common.admin import PolicyAdmin, PolicyForm, ReadOnlyAdmin
from common.sweeps import LATE
from proposals import boost_admin, policy  # noqa: F401 - its pages register themselves
from proposals.models import (
    Contract,
    HiringPolicy,
    JobInvitation,
    Offer,
    Proposal,
    RefundPolicy,
    RefundRule,
    RefundTiming,
    Review,
    Settlement,
)
from proposals.talk import admin as talk_admin  # noqa: F401 - registers conversations


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("id", "job", "author", "agency", "state", "stage", "paid", "sent_at")
    list_select_related = ("job", "author", "agency")
    list_filter = ("state", "stage")
    search_fields = ("job__title", "author__email", "agency__name")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(Contract)
class ContractAdmin(ReadOnlyAdmin):
    list_display = ("id", "proposal", "status", "started_at", "ended_at")
    list_select_related = ("proposal__job", "proposal__author")
    list_filter = ("status",)
    search_fields = ("proposal__job__title", "proposal__author__email")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "proposal", "status", "amount_minor", "unit", "made_at", "lapses_at")
    list_select_related = ("proposal",)
    list_filter = ("status", "unit")
    search_fields = ("title", "proposal__job__title", "proposal__author__email")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("id", "contract", "author", "about", "by_client", "stars", "written_at", "shown_at")
    list_select_related = ("contract", "author", "about")
    list_filter = ("stars", "by_client", ("shown_at", admin.EmptyFieldListFilter))
    search_fields = ("author__email", "about__email", "text")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(JobInvitation)
class JobInvitationAdmin(ReadOnlyAdmin):
    list_display = ("id", "job", "person", "status", "sent_at", "answered_at")
    list_select_related = ("job", "person")
    list_filter = ("status",)
    search_fields = ("job__title", "person__email")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(HiringPolicy)
class HiringPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "offer_days", "review_days", "invitations_per_job", "invitations_per_day")


class Standing(admin.SimpleListFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("due", _("Due, and not done")), ("late", _("Late: past the alarm"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Settlement]) -> QuerySet[Settlement]:
        by = {"due": Q(due_at__lt=clock.now() - LATE), "late": Q(alarm_at__lt=clock.now())}.get(self.value() or "")
        return queryset.filter(by, settled_at=None) if by else queryset


@admin.register(Settlement)
class SettlementAdmin(ReadOnlyAdmin):
    list_display = ("job", "outcome", "announced_at", "due_at", "settled_at", "refunds", "connects")
    list_select_related = ("job",)
    list_filter = ("outcome", Standing, ("settled_at", admin.EmptyFieldListFilter))
    search_fields = ("job__title",)
    ordering = ("-id",)


class RefundRuleForm(PolicyForm):
    """Only the dated rule asks for its days, and it needs them."""

    def clean_after_days(self) -> int:
        days: int | None = self.cleaned_data["after_days"]
        if not days:
            raise ValidationError(_("This rule needs its days: one at least."))
        return days


@admin.register(RefundRule)
class RefundRuleAdmin(PolicyAdmin):
    """One cell of the matrix. Switching it makes a new policy; proposals already sent keep theirs."""

    list_display = ("outcome", "column", "refunded", "after_days")
    list_filter = ("outcome", "refunded")
    form = RefundRuleForm
    readonly_fields = ("outcome", "column", "changes")
    ordering = ("id",)
    restore = staticmethod(policy.put_back_cell)

    def get_fields(self, request: HttpRequest, obj: RefundRule | None = None) -> list[str]:
        days = ["after_days"] if obj and obj.after_days else []
        return ["outcome", "column", "refunded", *days, "reason", "changes"]

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:  # type: ignore[type-arg]
        policy.switch_cell(
            obj,
            refunded=form.cleaned_data["refunded"],
            after_days=form.cleaned_data.get("after_days"),
            actor=operator(request),
            reason=form.cleaned_data["reason"],
        )


@admin.register(RefundTiming)
class RefundTimingAdmin(PolicyAdmin):
    list_display = ("__str__", "due_hours", "alarm_hours")


@admin.register(RefundPolicy)
class RefundPolicyAdmin(ReadOnlyAdmin):
    list_display = ("id", "since")
    ordering = ("-id",)
