"""Who invited whom, with the exact reason where it does not count; only shown."""

from django.contrib import admin

from common.admin import PolicyAdmin, ReadOnlyAdmin
from connects.models import Referral, ReferralPolicy


@admin.register(Referral)
class ReferralAdmin(ReadOnlyAdmin):
    list_display = ("id", "referrer", "newcomer", "came_at", "state", "why", "due_at", "counted", "decided_at")
    list_select_related = ("referrer", "newcomer")
    list_filter = ("state", "why")
    search_fields = ("referrer__email", "referrer__name", "newcomer__email", "newcomer__name", "counted")
    date_hierarchy = "came_at"


@admin.register(ReferralPolicy)
class ReferralPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "enabled", "age_days", "monthly_cap", "cookie_days")
