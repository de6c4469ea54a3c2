"""What lowers prices: the first purchase, sales, promo codes and their uses."""

import re
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import DiscountPolicy, PromoCode, Redemption, Sale
from billing.models.discounts import CODE
from common.admin import GrowingPolicyAdmin, PolicyAdmin, PolicyForm, ReadOnlyAdmin, link
from common.numbers import figure

_COUNTS = ~Q(redemptions__state=Redemption.State.RELEASED)


@admin.register(DiscountPolicy)
class DiscountPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "first_purchase_percent")


def _in_order(form: PolicyForm, words: str) -> None:
    begins, ends = (form.cleaned_data.get(name) for name in ("starts_at", "ends_at"))
    if begins and ends and ends <= begins:
        form.add_error("ends_at", words)


class SaleForm(PolicyForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not 1 <= data.get("percent", 1) <= 99:
            self.add_error("percent", _("From 1 to 99."))
        _in_order(self, _("A sale ends after it starts."))
        return data


@admin.register(Sale)
class SaleAdmin(GrowingPolicyAdmin):
    form = SaleForm
    list_display = ("name", "percent", "starts_at", "ends_at", "where", "active")
    list_select_related = ("region",)
    fields = ("name", "percent", "starts_at", "ends_at", "region", "active", "reason", "changes")

    @admin.display(description=gettext_lazy("where"))
    def where(self, sale: Sale) -> str:
        return str(sale.region or "everywhere")


class PromoCodeForm(PolicyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "lives_days" in self.fields:
            # Most codes are for a purchase, and say nothing of it.
            self.fields["lives_days"].required = False

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper()
        if not re.search(CODE, code):
            raise ValidationError(_("Letters A to Z, digits and hyphens; at least 3 of them."))
        return code

    def clean_lives_days(self) -> int:
        found: int = self.instance.lives_days if (days := self.cleaned_data["lives_days"]) is None else days
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("percent")) == bool(data.get("connects")):
            self.add_error("percent", _("A code gives either percent off or Connects on top: fill in one of the two."))
        elif (data.get("percent") or 0) > 100:
            self.add_error("percent", _("At most 100."))
        _in_order(self, _("A code ends after it starts."))
        if data.get("without_purchase"):
            self._without_purchase(data)
        return data

    def _without_purchase(self, data: dict[str, Any]) -> None:
        if data.get("percent"):
            self.add_error("without_purchase", _("Percent off needs a purchase."))
        if data.get("first_purchase_only"):
            self.add_error("first_purchase_only", _("Not for a code that needs no purchase."))


@admin.register(PromoCode)
class PromoCodeAdmin(GrowingPolicyAdmin):
    form = PromoCodeForm
    list_display = ("code", "gives", "uses", "limit_per_person", "for_whom", "starts_at", "ends_at", "active")
    list_filter = ("active", "region", "plan")
    list_select_related = ("region", "plan")
    search_fields = ("code",)
    fields = (
        *("code", "percent", "connects", "without_purchase", "lives_days", "limit_total", "limit_per_person"),
        *("region", "plan"),
        *("first_purchase_only", "starts_at", "ends_at", "active", "reason", "changes"),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: PromoCode | None = None) -> Any:
        # Buyers have it in writing.
        return ("code", "without_purchase", "changes") if obj else ("changes",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PromoCode]:
        codes: QuerySet[PromoCode] = super().get_queryset(request)
        return codes.annotate(in_use=Count("redemptions", filter=_COUNTS))

    @admin.display(description=gettext_lazy("gives"))
    def gives(self, code: PromoCode) -> str:
        if code.percent:
            return _("{percent} % off").format(percent=code.percent)
        words = _("{n} Connects without a purchase") if code.without_purchase else _("{n} Connects on top")
        return words.format(n=figure(code.connects or 0))

    @admin.display(description=gettext_lazy("uses"))
    def uses(self, code: Any) -> str:
        return (
            _("{n} of {all}").format(n=figure(code.in_use), all=figure(code.limit_total))
            if code.limit_total is not None
            else figure(code.in_use)
        )

    @admin.display(description=gettext_lazy("for"))
    def for_whom(self, code: PromoCode) -> str:
        first = _("first purchases") if code.first_purchase_only else ""
        return ", ".join(filter(None, [str(code.region or ""), str(code.plan or ""), first])) or _("everybody")


@admin.register(Redemption)
class RedemptionAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "code", "person", "state", "connects", "bought")
    list_select_related = ("code", "person", "purchase")
    list_filter = ("state",)
    search_fields = ("code__code", "person__email")
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("purchase"))
    def bought(self, redemption: Redemption) -> str:
        return link(redemption.purchase)
