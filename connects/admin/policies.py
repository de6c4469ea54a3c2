"""The wallet's figures, which ask why they change."""

from django.contrib import admin

from common.admin import PolicyAdmin
from connects.models import GrantPolicy, Plan, WalletPolicy


@admin.register(GrantPolicy)
class GrantPolicyAdmin(PolicyAdmin):
    list_display = ("source", "connects", "lives_days", "enabled")
    fields = ("source", "connects", "lives_days", "enabled", "reason", "changes")
    readonly_fields = ("source", "changes")


@admin.register(Plan)
class PlanAdmin(PolicyAdmin):
    list_display = ("name", "monthly", "rolls_over", "lives_days", "enabled")
    fields = ("code", "name", "monthly", "rolls_over", "lives_days", "enabled", "reason", "changes")
    readonly_fields = ("code", "changes")


@admin.register(WalletPolicy)
class WalletPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "purchased_lives_days", "refund_grace_days")
