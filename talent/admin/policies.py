"""This room's figures, which ask why they change."""

from django.contrib import admin

from common.admin import PolicyAdmin
from talent.models import AvailabilityPolicy, TalentPolicy


@admin.register(TalentPolicy)
class TalentPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "rising_rating", "rising_certifications", "rising_contracts", "late_seconds")


@admin.register(AvailabilityPolicy)
class AvailabilityPolicyAdmin(PolicyAdmin):
    """A change is heard by everybody who wears the badge, before it is charged."""

    list_display = ("__str__", "price", "notice_days", "kept_days")
