"""Memberships and their invoices; plans by contract, which operators give."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from accounts.models import Agency
from billing.admin.money_back import DisputeRows, RefundRows
from billing.admin.refunding import refund_page
from billing.errors import PaymentsError
from billing.memberships import contracts, ending, reconciliation
from billing.models import Invoice, Membership, PlanTerms
from common import dates
from common.admin import ReadOnlyAdmin, ReasonForm, ask, link
from common.money import format_money


class UntilForm(ReasonForm):
    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=UnfoldAdminSingleDateWidget(),
        help_text=gettext_lazy("The last day, in UTC. The plan ends when it is over."),
    )
    contract = forms.CharField(
        label=gettext_lazy("Contract"),
        max_length=2000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("What was agreed: price, offers, who signed. Kept with the membership."),
    )
    field_order = ["until", "contract", "reason"]

    def clean_until(self) -> datetime:
        day: date = self.cleaned_data["until"]
        return datetime.combine(day, time.max, tzinfo=UTC).replace(microsecond=0)


class ContractForm(UntilForm):
    agency = forms.ModelChoiceField(
        Agency.objects.order_by("name"), label=gettext_lazy("Agency"), widget=UnfoldAdminSelectWidget()
    )
    plan = forms.ModelChoiceField(
        PlanTerms.objects.filter(by_contract=True).select_related("plan"),
        label=gettext_lazy("Plan"),
        widget=UnfoldAdminSelectWidget(),
    )
    field_order = ["agency", "plan", "until", "contract", "reason"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("number", "plan", "holder", "payer", "price", "status", "paid_until", "next_plan", "mismatch")
    list_select_related = ("plan", "payer", "next_plan", "wallet__person", "wallet__agency")
    list_filter = ("status", "plan", "interval", ("mismatch", admin.EmptyFieldListFilter))
    search_fields = ("payer__email", "wallet__agency__name", "subscription_id", "session_id")
    ordering = ("-id",)
    show_full_result_count = False
    actions_list = ("begin_contract",)
    actions_detail = ("look_again", "extend_contract", "end_now")

    @admin.display(description=gettext_lazy("for"))
    def holder(self, row: Membership) -> SafeString | str:
        return link(row.wallet, str(row.wallet.agency or row.wallet.person))

    @admin.display(description=gettext_lazy("price"), ordering="price_minor")
    def price(self, row: Membership) -> str:
        if row.is_contract:
            return _("By contract")
        words = _("{price} a month") if row.interval == "month" else _("{price} a year")
        return words.format(price=format_money(row.price_minor, row.currency))

    @action(
        permissions=["billing.change_membership"],
        description=gettext_lazy("Give a plan by contract"),
        url_path="begin-contract",
    )
    def begin_contract(self, request: HttpRequest) -> HttpResponse:

        def begin(answers: dict[str, Any]) -> str:
            row = contracts.begin(
                answers["agency"], terms=answers["plan"], until=answers["until"], contract=answers["contract"]
            )
            self.log_addition(request, row, _("Given by contract: {reason}").format(reason=answers["reason"]))
            assert row.paid_until is not None
            words = _("{plan} has begun for {agency}, until {day}.")
            return words.format(plan=row.plan.name, agency=answers["agency"], day=dates.long_day(row.paid_until))

        return ask(
            request,
            self,
            None,
            title=_("Give a plan by contract"),
            explain=_(
                "The agency has the plan from now on, with its first monthly Connects and, the first time, the "
                "welcome bonus. Nothing is charged through Stripe. It ends by itself on its last day."
            ),
            button=_("Begin"),
            act=begin,
            form_class=ContractForm,
        )

    @action(
        permissions=["billing.change_membership"],
        description=gettext_lazy("Extend the contract"),
        url_path="extend-contract",
    )
    def extend_contract(self, request: HttpRequest, object_id: int) -> HttpResponse:
        def extend(row: Membership, answers: dict[str, Any]) -> str:
            row = contracts.extend(row, until=answers["until"], contract=answers["contract"])
            assert row.paid_until is not None
            return _("It runs until {day}.").format(day=dates.long_day(row.paid_until))

        return self._ask(
            request,
            object_id,
            extend,
            title=_("Extend the contract"),
            explain=_("The plan runs on to a later day, with its monthly Connects. Leave the text empty to keep it."),
            button=_("Extend"),
            form_class=UntilForm,
        )

    @action(permissions=["billing.change_membership"], description=gettext_lazy("Ask Stripe"), url_path="look-again")
    def look_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        def look(row: Membership, answers: dict[str, Any]) -> str:  # noqa: ARG001 - the reason goes to the log
            row = reconciliation.look_again(row)
            if row.mismatch:
                raise ValidationError(_("It still does not match: {why}").format(why=row.mismatch))
            return _("Stripe was asked: {status}.").format(status=row.get_status_display().lower())

        return self._ask(
            request,
            object_id,
            look,
            title=_("Ask Stripe"),
            explain=_(
                "Stripe is asked how the subscription stands now, for a membership that was held for an operator "
                "or whose news never came. Each paid invoice counts once."
            ),
            button=_("Ask Stripe"),
        )

    @action(permissions=["billing.change_membership"], description=gettext_lazy("End at once"), url_path="end-now")
    def end_now(self, request: HttpRequest, object_id: int) -> HttpResponse:
        def end(row: Membership, answers: dict[str, Any]) -> str:
            if not row.runs:
                raise ValidationError(_("It is not running."))
            row = ending.end_now(row, because=answers["reason"])
            return _("{plan} has ended.").format(plan=row.plan.name)

        return self._ask(
            request,
            object_id,
            end,
            title=_("End at once"),
            explain=_(
                "The membership ends now, whatever is paid; its payer is told, with your reason. Connects stay, "
                "and nothing is paid back by this: a refund of its invoice is a separate act."
            ),
            button=_("End it"),
            danger=True,
        )

    def _ask(
        self,
        request: HttpRequest,
        object_id: int,
        act: Callable[[Membership, dict[str, Any]], str],
        *,
        form_class: type[forms.Form] = ReasonForm,
        **words: Any,
    ) -> HttpResponse:
        row = get_object_or_404(Membership.objects.select_related("plan", "wallet"), pk=object_id)

        def answer(answers: dict[str, Any]) -> str:
            try:
                return act(row, answers)
            except PaymentsError as refused:
                raise ValidationError(str(refused) or str(refused.__doc__)) from refused

        return ask(request, self, row, act=answer, form_class=form_class, **words)


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    list_display = ("number", "paid_at", "plan", "payer", "amount", "stands", "starts_at", "ends_at", "invoice_id")
    list_select_related = ("plan", "membership__payer")
    list_filter = ("status", "plan", "why")
    search_fields = ("invoice_id", "payment_intent", "number_at_stripe", "membership__payer__email")
    ordering = ("-id",)
    show_full_result_count = False
    inlines = (RefundRows, DisputeRows)
    actions_detail = ("refund",)

    @action(permissions=["billing.add_refund"], description=gettext_lazy("Refund"), url_path="refund")
    def refund(self, request: HttpRequest, object_id: int) -> HttpResponse:
        invoices = Invoice.objects.select_related("membership", "plan")
        return refund_page(request, self, get_object_or_404(invoices, pk=object_id))

    @admin.display(description=gettext_lazy("payer"))
    def payer(self, row: Invoice) -> Model:
        return row.membership.payer

    @admin.display(description=gettext_lazy("amount"), ordering="amount_minor")
    def amount(self, row: Invoice) -> str:
        return format_money(row.amount_minor, row.currency)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def stands(self, row: Invoice) -> str:
        back = f": {format_money(row.refunded_minor, row.currency)}" if row.in_part else ""
        return f"{row.standing}{back}"
