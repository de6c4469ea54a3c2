"""What belongs to a wallet, a lot or a booking, shown inside its page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from connects.models import ClaimEntry, DebtEntry, Entry, Lot


class Rows(TabularInline):
    """Rows that are only shown."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LotRows(Rows):
    model = Lot
    fields = ("source", "granted", "remaining", "claimed", "owed", "frozen", "issued_at", "expires_at")
    readonly_fields = fields
    show_change_link = True
    ordering = ("-id",)
    per_page = 20


class EntryRows(Rows):
    model = Entry
    fields = ("lot", "amount", "balance_after")
    readonly_fields = fields


class ClaimRows(Rows):
    model = ClaimEntry
    fields = ("effective_at", "act", "total", "revoked", "owed", "reference", "reason", "actor")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("news of its payment")


class DebtRows(Rows):
    model = DebtEntry
    fields = ("effective_at", "why", "amount", "debt_after", "transaction", "reference")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("what is owed for it")
