"""Availability badges for operators: who wears one, on what terms, and every week that was paid. Only to be read."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from common.admin import ReadOnlyAdmin, link
from talent.models import Availability, AvailabilityWeek


class Weeks(TabularInline):
    model = AvailabilityWeek
    extra = 0
    can_delete = False
    per_page = 25
    fields = readonly_fields = ("number", "starts_at", "ends_at", "price")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Availability)
class AvailabilityAdmin(ReadOnlyAdmin):
    list_display = ("wearer", "running", "price", "maximum", "rises_to", "rises_at", "paid_until", "off_why", "paid")
    list_select_related = ("profile",)
    list_filter = (("on_since", admin.EmptyFieldListFilter), "off_why")
    search_fields = ("profile__handle", "profile__person__email", "profile__person__name")
    ordering = ("-id",)
    inlines = (Weeks,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Availability]:
        rows: QuerySet[Availability] = super().get_queryset(request)
        return rows.annotate(paid=Count("weeks"))

    @admin.display(description=gettext_lazy("freelancer"))
    def wearer(self, row: Availability) -> SafeString | str:
        return link(row.profile)

    @display(description=gettext_lazy("on"), boolean=True)
    def running(self, row: Availability) -> bool:
        return row.is_on

    @admin.display(description=gettext_lazy("weeks paid"))
    def paid(self, row: Any) -> int:
        return int(row.paid)
