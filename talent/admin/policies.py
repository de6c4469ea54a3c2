"""This room's figures, which ask why they change."""

from django.contrib import admin

from common.admin import PolicyAdmin
from talent.models import TalentPolicy


@admin.register(TalentPolicy)
class TalentPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "rising_rating", "rising_certifications", "rising_contracts", "late_seconds")
