"""What memberships cost and bring: figures that operators change with a reason. Running ones keep their price."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from billing.models import MembershipPolicy, PlanPrice, PlanTerms
from common.admin import PolicyAdmin
from common.money import format_money


@admin.register(PlanTerms)
class PlanTermsAdmin(PolicyAdmin):
    list_display = ("plan", "for_agencies", "rank", "discount_percent", "large_packages", "by_contract")
    list_select_related = ("plan",)
    list_filter = ("for_agencies",)
    fields = (
        *("plan", "for_agencies", "rank", "discount_percent", "large_packages", "by_contract", "more"),
        *("reason", "changes"),
    )
    readonly_fields = ("plan", "for_agencies", "by_contract", "changes")


@admin.register(PlanPrice)
class PlanPriceAdmin(PolicyAdmin):
    """A new price is for new members and for changes of plan; whoever pays already goes on at the price promised."""

    list_display = ("plan", "interval", "price", "active")
    list_select_related = ("plan",)
    fields = ("plan", "interval", "currency", "price_minor", "active", "reason", "changes")
    readonly_fields = ("plan", "interval", "currency", "changes")

    @admin.display(description=gettext_lazy("price"), ordering="price_minor")
    def price(self, row: PlanPrice) -> str:
        return format_money(row.price_minor, row.currency)


@admin.register(MembershipPolicy)
class MembershipPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "grace_days")
    fields = ("grace_days", "reason", "changes")
