"""Money that went back: refunds and disputes."""

from django.contrib import admin

from billing.models import Dispute, Refund
from common.admin import ReadOnlyAdmin
from common.money import format_money


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ("id", "created_at", "amount", "status", "reason", "actor")
    list_select_related = ("purchase", "invoice", "actor")
    list_filter = ("status",)

    @admin.display(description="amount", ordering="amount_minor")
    def amount(self, refund: Refund) -> str:
        payment = refund.purchase or refund.invoice
        return format_money(refund.amount_minor, payment.currency) if payment else ""


@admin.register(Dispute)
class DisputeAdmin(ReadOnlyAdmin):
    list_display = ("dispute_id", "opened_at", "status", "outcome")
    list_filter = ("outcome",)
