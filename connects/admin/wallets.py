"""Wallets, and what operators do with them: adjust with a reason, read the ledger, prove the books."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from accounts.requests import operator
from common.admin import ReadOnlyAdmin, ReasonForm, ask
from common.numbers import figure
from connects import proof, services
from connects.admin.rows import LotRows
from connects.errors import ConnectsError
from connects.models import Wallet


class AdjustForm(ReasonForm):
    connects = forms.IntegerField(
        label=gettext_lazy("Connects"),
        min_value=-100_000,
        max_value=100_000,
        widget=UnfoldAdminIntegerFieldWidget(),
        help_text=gettext_lazy("How many Connects to add; with a minus sign, how many to take."),
    )
    # The same form sent twice books once.
    reference = forms.RegexField(
        r"^adjust:[0-9a-z-]{1,50}$", widget=forms.HiddenInput, initial=lambda: f"adjust:{uuid.uuid4()}"
    )
    field_order = ["connects", "reason"]

    def clean_connects(self) -> int:
        connects: int = self.cleaned_data["connects"]
        if not connects:
            raise ValidationError(_("Zero adjusts nothing."))
        return connects


class InDebt(admin.SimpleListFilter):
    title = gettext_lazy("debt")
    parameter_name = "debt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("Owes Connects"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Wallet]) -> QuerySet[Wallet]:
        return queryset.filter(debt__gt=0) if self.value() == "yes" else queryset


@admin.register(Wallet)
class WalletAdmin(ReadOnlyAdmin):
    list_display = (
        "id",
        "owner",
        "balance",
        "debt",
        "held_since",
        "next_expiry_at",
        "plan",
        "paid_until",
        "next_period_at",
    )
    list_select_related = ("person", "agency", "plan")
    list_filter = ("plan", InDebt)
    search_fields = ("person__email", "person__name", "agency__name")
    inlines = (LotRows,)
    actions_detail = ("adjust", "ledger")
    actions_list = ("prove",)

    @admin.display(description=gettext_lazy("owner"))
    def owner(self, wallet: Wallet) -> str:
        return str(wallet.person or wallet.agency)

    @action(
        permissions=["connects.change_wallet"], description=gettext_lazy("Adjust with a reason"), url_path="adjust"
    )
    def adjust(self, request: HttpRequest, object_id: int) -> HttpResponse:
        wallet = get_object_or_404(Wallet, pk=object_id)

        def book(answers: dict[str, Any]) -> str:
            try:
                booked = services.adjust(
                    wallet.pk,
                    answers["connects"],
                    reason=answers["reason"],
                    actor=operator(request),
                    reference=answers["reference"],
                )
            except ConnectsError as refused:
                raise ValidationError(str(refused)) from refused
            words = _("Adjusted by {change}: the balance is {balance} Connects.")
            return words.format(change=f"{answers['connects']:+d}", balance=figure(booked.balance_after))

        return ask(
            request,
            self,
            wallet,
            title=_("Adjust the wallet"),
            explain=_(
                "The balance is {balance} Connects. What you add lives as long as a bought lot; what you take comes "
                "out of the lots that expire soonest. The person sees the booking with your reason."
            ).format(balance=figure(wallet.balance)),
            button=_("Adjust"),
            act=book,
            form_class=AdjustForm,
        )

    @action(permissions=["connects.view_transaction"], description=gettext_lazy("Ledger"), url_path="ledger")
    def ledger(self, request: HttpRequest, object_id: int) -> HttpResponse:
        wallet = get_object_or_404(Wallet.objects.select_related("person", "agency"), pk=object_id)
        bookings = wallet.transactions.select_related("actor", "reverses").prefetch_related("entries__lot")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Ledger of {owner}").format(owner=self.owner(wallet)),
            "wallet": wallet,
            "bookings": bookings.order_by("-id")[:200],
        }
        return TemplateResponse(request, "admin/guildhall/ledger.html", context)

    @action(permissions=["connects.view_transaction"], description=gettext_lazy("Prove the books"), url_path="proof")
    def prove(self, request: HttpRequest) -> HttpResponse:
        found = proof.prove()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Proof of the books"),
            "proof": found,
            "sentences": [(name, words, found.counts.get(name, 0)) for name, words in found.sentences.items()],
        }
        return TemplateResponse(request, "admin/guildhall/proof.html", context)
