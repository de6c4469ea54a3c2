"""Freelancers' profiles for operators."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from talent.models import FreelancerProfile, PortfolioLink


class Links(TabularInline):
    model = PortfolioLink
    extra = 0


@admin.register(FreelancerProfile)
class FreelancerProfileAdmin(ModelAdmin):
    list_display = ("handle", "person", "title", "country", "completed_at", "hires_count")
    list_select_related = ("person",)
    list_filter = (("completed_at", admin.EmptyFieldListFilter), "country")
    search_fields = ("handle", "title", "person__email", "person__name")
    autocomplete_fields = ("person", "skills")
    readonly_fields = ("completed_at", "hires_count", "created_at")
    inlines = (Links,)
