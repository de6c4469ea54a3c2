"""Bookings, lots and debts, as the books have them."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from common.admin import ReadOnlyAdmin, link
from connects.admin.rows import ClaimRows, DebtRows, EntryRows
from connects.models import DebtEntry, Lot, Transaction


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyAdmin):
    list_display = (
        "id",
        "recorded_at",
        "wallet_link",
        "kind",
        "amount",
        "balance_after",
        "reference",
        "reason",
        "actor",
    )
    list_select_related = ("wallet__person", "wallet__agency", "actor")
    list_filter = ("kind",)
    search_fields = ("reference", "cause", "wallet__person__email", "wallet__agency__name")
    date_hierarchy = "recorded_at"
    ordering = ("-id",)
    inlines = (EntryRows,)
    show_full_result_count = False

    @admin.display(description=gettext_lazy("wallet"))
    def wallet_link(self, row: Transaction) -> SafeString | str:
        return link(row.wallet)


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin):
    list_display = (
        "id",
        "wallet_link",
        "source",
        "granted",
        "remaining",
        "claimed",
        "owed",
        "frozen",
        "issued_at",
        "expires_at",
    )
    list_select_related = ("wallet__person", "wallet__agency")
    list_filter = ("source", "disputed")
    search_fields = ("wallet__person__email", "wallet__agency__name", "opened_by__reference")
    ordering = ("-id",)
    inlines = (EntryRows, ClaimRows, DebtRows)
    show_full_result_count = False

    @admin.display(description=gettext_lazy("wallet"))
    def wallet_link(self, row: Lot) -> SafeString | str:
        return link(row.wallet)


@admin.register(DebtEntry)
class DebtEntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "effective_at", "wallet_link", "why", "amount", "debt_after", "lot", "reference")
    list_select_related = ("wallet__person", "wallet__agency", "lot")
    list_filter = ("why",)
    search_fields = ("reference", "cause", "wallet__person__email", "wallet__agency__name")
    ordering = ("-id",)
    show_full_result_count = False

    @admin.display(description=gettext_lazy("wallet"))
    def wallet_link(self, row: DebtEntry) -> SafeString | str:
        return link(row.wallet)
