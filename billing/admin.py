"""Packages, purchases with their Stripe ids, and the events that Stripe sent, with replay."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from unfold.decorators import action

from billing import services
from billing.errors import PaymentsError
from billing.models import Package, Purchase, StripeEvent
from common.admin import PolicyAdmin, ReadOnlyAdmin, ask, may
from common.money import format_money


@admin.register(Package)
class PackageAdmin(PolicyAdmin):
    list_display = ("connects", "price", "region", "large", "active")
    list_filter = ("region",)
    list_select_related = ("region",)
    fields = ("region", "connects", "price_minor", "large", "active", "reason", "changes")
    readonly_fields = ("region", "connects", "changes")

    @admin.display(description="price", ordering="price_minor")
    def price(self, package: Package) -> str:
        return format_money(package.price_minor, package.currency)


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

    actions_detail = ("look_again",)

    @action(description="Look again", url_path="look-again")
    def look_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        may(request, "billing.change_purchase")
        purchase = get_object_or_404(Purchase, pk=object_id)

        def look(answers: dict[str, Any]) -> str:  # noqa: ARG001 - the reason goes to the log
            try:
                services.look_again(purchase)
            except PaymentsError as refused:
                raise ValidationError(str(refused) or str(refused.__doc__)) from refused
            purchase.refresh_from_db()
            return f"Stripe was asked: the purchase is {purchase.get_status_display().lower()}."

        return ask(
            request,
            self,
            purchase,
            title="Look again",
            explain="Stripe is asked what became of this purchase now, for one that was held for an operator or whose "
            "news never came. Paid once, credited once.",
            button="Ask Stripe",
            act=look,
        )

    @admin.display(description="price", ordering="amount_minor")
    def price(self, purchase: Purchase) -> str:
        return format_money(purchase.amount_minor, purchase.currency)


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    list_display = ("event_id", "type", "received_at", "processed_at", "attempts", "error")
    list_filter = ("type", ("processed_at", admin.EmptyFieldListFilter))
    search_fields = ("event_id", "type")
    ordering = ("-id",)
    actions_detail = ("replay",)

    @action(description="Replay", url_path="replay")
    def replay(self, request: HttpRequest, object_id: int) -> HttpResponse:
        may(request, "billing.change_stripeevent")
        event = get_object_or_404(StripeEvent, pk=object_id)

        def process(answers: dict[str, Any]) -> str:  # noqa: ARG001 - the reason goes to the log
            if not services.replay(event):
                event.refresh_from_db()
                raise ValidationError(f"It failed again: {event.error}")
            return "Processed. What it had already done was not done again."

        return ask(
            request,
            self,
            event,
            title="Replay the event",
            explain="The stored event is processed once more, as if Stripe had sent it now. Paid once, credited once.",
            button="Replay",
            act=process,
        )
