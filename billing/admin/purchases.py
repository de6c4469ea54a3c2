"""Purchases with their Stripe ids."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from billing import services
from billing.admin.money_back import DisputeRows, RefundRows
from billing.admin.refunding import refund_page
from billing.errors import PaymentsError
from billing.models import Purchase
from common.admin import ReadOnlyAdmin, ask
from common.money import format_money


@admin.register(Purchase)
class PurchaseAdmin(ReadOnlyAdmin):
    list_display = (
        "id",
        "created_at",
        "buyer",
        "connects",
        "price",
        "status",
        "session_id",
        "payment_intent",
        "mismatch",
    )
    list_select_related = ("buyer",)
    list_filter = ("status", ("mismatch", admin.EmptyFieldListFilter))
    search_fields = ("session_id", "payment_intent", "buyer__email")
    ordering = ("-id",)
    show_full_result_count = False

    fieldsets = (
        (None, {"fields": ("buyer", "wallet", "status", "mismatch", "failure")}),
        (
            gettext_lazy("What was promised"),
            {"fields": ("connects", "extra_connects", "listed", "saving", "price", "created_at")},
        ),
        (
            gettext_lazy("What was paid"),
            {"fields": ("paid_at", "paid_with", "tax", "gone_back", "payment_intent", "session_id")},
        ),
        (
            gettext_lazy("What its receipt says"),
            {"fields": ("country", "billed_company", "billed_tax_id", "billed_address"), "classes": ["tab"]},
        ),
        (
            gettext_lazy("Asking Stripe"),
            {"fields": ("key", "attempt", "session_expires_at", "look_at", "looks"), "classes": ["tab"]},
        ),
    )
    readonly_fields = ("listed", "saving", "price", "tax", "gone_back", "key")
    inlines = (RefundRows, DisputeRows)
    actions_detail = ("look_again", "refund")

    @action(permissions=["billing.add_refund"], description=gettext_lazy("Refund"), url_path="refund")
    def refund(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return refund_page(request, self, get_object_or_404(Purchase, pk=object_id))

    @action(permissions=["billing.change_purchase"], description=gettext_lazy("Look again"), url_path="look-again")
    def look_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        purchase = get_object_or_404(Purchase, pk=object_id)

        def look(answers: dict[str, Any]) -> str:  # noqa: ARG001 - the reason goes to the log
            try:
                services.look_again(purchase)
            except PaymentsError as refused:
                raise ValidationError(str(refused) or str(refused.__doc__)) from refused
            purchase.refresh_from_db()
            return _("Stripe was asked: the purchase is {status}.").format(
                status=purchase.get_status_display().lower()
            )

        return ask(
            request,
            self,
            purchase,
            title=_("Look again"),
            explain=_(
                "Stripe is asked what became of this purchase now, for one that was held for an operator or whose "
                "news never came. Paid once, credited once."
            ),
            button=_("Ask Stripe"),
            act=look,
        )

    @admin.display(description=gettext_lazy("list price"))
    def listed(self, purchase: Purchase) -> str:
        return format_money(purchase.list_minor, purchase.currency)

    @admin.display(description=gettext_lazy("discount"))
    def saving(self, purchase: Purchase) -> str:
        if not purchase.discount:
            return "-"
        return f"{format_money(purchase.discount_minor, purchase.currency)}: {purchase.discount_words}"

    @admin.display(description=gettext_lazy("tax in it"))
    def tax(self, purchase: Purchase) -> str:
        return format_money(purchase.tax_minor, purchase.currency)

    @admin.display(description=gettext_lazy("gone back"))
    def gone_back(self, purchase: Purchase) -> str:
        return format_money(purchase.refunded_minor, purchase.currency)

    @admin.display(description=gettext_lazy("price"), ordering="amount_minor")
    def price(self, purchase: Purchase) -> str:
        return format_money(purchase.amount_minor, purchase.currency)
