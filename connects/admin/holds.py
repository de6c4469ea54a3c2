"""What is held, of which bookings it is made, and how it ended."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin import ReadOnlyAdmin, link
from connects.admin.rows import Rows
from connects.models import Hold, HoldEnd, HoldPart


class PartRows(Rows):
    model = HoldPart
    fields = ("transaction",)
    readonly_fields = fields


class EndRows(Rows):
    model = HoldEnd
    fields = ("how", "reason", "actor", "ended_at")
    readonly_fields = fields


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    list_display = ("id", "opened_at", "wallet_link", "reference", "cause", "ended")
    list_select_related = ("wallet__person", "wallet__agency", "end")
    list_filter = ("end__how",)
    search_fields = ("reference", "cause", "wallet__person__email", "wallet__agency__name")
    ordering = ("-id",)
    inlines = (PartRows, EndRows)
    show_full_result_count = False

    @admin.display(description=gettext_lazy("wallet"))
    def wallet_link(self, row: Hold) -> SafeString | str:
        return link(row.wallet)

    @admin.display(description=gettext_lazy("ended"))
    def ended(self, row: Hold) -> str:
        end = getattr(row, "end", None)
        return end.get_how_display() if end else _("Open")
