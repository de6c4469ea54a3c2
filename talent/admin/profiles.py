"""Freelancers' profiles for operators."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import action
from unfold.enums import ActionVariant

from accounts.fields import WebAddressField
from common.admin import MoneyAdmin
from talent.admin.badges import ask_to_give, ask_to_take
from talent.models import Badge, FreelancerProfile, PortfolioLink

_COUNTERS = ("hires_count", "contracts_finished", "rating_sum", "rating_count", "reports_upheld")


class Links(TabularInline):
    model = PortfolioLink
    extra = 0
    formfield_overrides: ClassVar = {models.URLField: {"form_class": WebAddressField}}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Named for whoever hears it: the column's head is no label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
        return field


class Badges(TabularInline):
    model = Badge
    extra = 0
    can_delete = False
    fields = ("kind", "given_at", "given_by", "reason", "taken_at", "taken_by", "taken_reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FreelancerProfile)
class FreelancerProfileAdmin(MoneyAdmin):
    list_display = ("handle", "person", "title", "country", "completed_at", "hires_count")
    list_select_related = ("person",)
    list_filter = (("completed_at", admin.EmptyFieldListFilter), "country")
    search_fields = ("handle", "title", "person__email", "person__name")
    autocomplete_fields = ("person", "skills")
    readonly_fields = ("completed_at", *_COUNTERS, "created_at")
    inlines = (Links, Badges)
    actions_detail = ("give_badge", "take_badge")

    @action(permissions=["talent.add_badge"], description=gettext_lazy("Give Rising Talent"), url_path="give-badge")
    def give_badge(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return ask_to_give(request, self, get_object_or_404(FreelancerProfile, pk=object_id))

    @action(
        permissions=["talent.change_badge"],
        description=gettext_lazy("Take Rising Talent"),
        url_path="take-badge",
        variant=ActionVariant.DANGER,
    )
    def take_badge(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return ask_to_take(request, self, get_object_or_404(FreelancerProfile, pk=object_id))
