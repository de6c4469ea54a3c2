"""Money that went back: refunds and disputes, by themselves and beneath the payment they are of."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import action, display

from billing import alarms, disputes, refund_looks
from billing.errors import PaymentsError
from billing.models import Dispute, Refund
from common import clock
from common.admin import Pill, ReadOnlyAdmin, ask, link
from common.money import format_money


class _Rows(TabularInline):
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("amount"))
    def amount(self, row: Refund | Dispute) -> str:
        return format_money(row.amount_minor, row.payment.currency)


class RefundRows(_Rows):
    model = Refund
    fields = ("amount", "status", "reason", "failure", "actor", "created_at")
    readonly_fields = fields


class DisputeRows(_Rows):
    model = Dispute
    fields = ("dispute_id", "amount", "why", "status", "outcome", "answer_by")
    readonly_fields = fields


class _OfPayment(ReadOnlyAdmin):
    """What refunds and disputes show alike."""

    list_select_related: Any = ("purchase", "invoice")
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("payment"))
    def of(self, row: Refund | Dispute) -> SafeString | str:
        return link(row.payment, row.payment.number)

    @admin.display(description=gettext_lazy("amount"), ordering="amount_minor")
    def amount(self, row: Refund | Dispute) -> str:
        return format_money(row.amount_minor, row.payment.currency)


@admin.register(Refund)
class RefundAdmin(_OfPayment):
    list_display = ("id", "created_at", "of", "amount", "state", "reason", "failure", "actor")
    list_select_related = ("purchase", "invoice", "actor")
    list_filter = ("status",)
    search_fields = ("refund_id", "purchase__buyer__email", "purchase__payment_intent", "reason")
    fields = (
        *("of", "amount", "state", "reason", "actor", "failure"),
        *("created_at", "settled_at", "refund_id", "key", "attempt", "look_at", "looks"),
    )
    readonly_fields = ("of", "amount", "state", "key")
    actions_detail = ("look_again",)

    @display(
        description=gettext_lazy("state"),
        ordering="status",
        label={"asked": "warning", "pending": "info", "succeeded": "success", "failed": "danger"},
    )
    def state(self, refund: Refund) -> Pill:
        return Pill(refund.status, refund.get_status_display())

    @action(permissions=["billing.change_refund"], description=gettext_lazy("Ask Stripe"), url_path="look-again")
    def look_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        refund = get_object_or_404(Refund, pk=object_id)
        explain = _(
            "Stripe is asked how this refund stands, and asked for it if it has not taken it yet. It is made once, "
            "however often it is asked for."
        )
        return _ask_stripe(request, self, refund, explain, lambda: refund_looks.look(refund))


class Answer(admin.SimpleListFilter):
    title = gettext_lazy("answer")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("soon", _("Wanted within two days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Dispute]) -> QuerySet[Dispute]:
        soon = alarms.to_answer(clock.real_now())
        return queryset.filter(pk__in=soon) if self.value() == "soon" else queryset


@admin.register(Dispute)
class DisputeAdmin(_OfPayment):
    list_display = ("dispute_id", "opened_at", "of", "amount", "why", "status", "state", "answer_by")
    list_filter = ("outcome", Answer)
    search_fields = ("dispute_id", "purchase__buyer__email", "purchase__payment_intent")
    fields = ("dispute_id", "of", "amount", "why", "status", "state", "froze", "answer_by", "opened_at", "closed_at")
    readonly_fields = ("of", "amount", "state")
    actions_detail = ("look_again",)

    @display(
        description=gettext_lazy("outcome"),
        ordering="outcome",
        label={"": "warning", "won": "success", "lost": "danger"},
    )
    def state(self, dispute: Dispute) -> Pill:
        return Pill(dispute.outcome, dispute.get_outcome_display())

    @action(permissions=["billing.change_dispute"], description=gettext_lazy("Ask Stripe"), url_path="look-again")
    def look_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        dispute = get_object_or_404(Dispute, pk=object_id)
        explain = _(
            "Stripe is asked how this dispute stands. Evidence is given in Stripe's dashboard, before it is due."
        )
        return _ask_stripe(request, self, dispute, explain, lambda: disputes.follow(dispute.dispute_id))


def _ask_stripe(
    request: HttpRequest, model_admin: ReadOnlyAdmin, row: Model, explain: str, look: Callable[[], object]
) -> HttpResponse:
    def act(answers: dict[str, Any]) -> str:  # noqa: ARG001 - the reason goes to the log
        try:
            look()
        except PaymentsError as trouble:
            raise ValidationError(str(trouble) or str(trouble.__doc__)) from trouble
        return _("Stripe was asked. What it said stands here.")

    return ask(request, model_admin, row, title=_("Ask Stripe"), explain=explain, button=_("Ask Stripe"), act=act)
