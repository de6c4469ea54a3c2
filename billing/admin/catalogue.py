"""What is sold and at what price."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from billing.models import Package
from common.admin import PolicyAdmin
from common.money import format_money


@admin.register(Package)
class PackageAdmin(PolicyAdmin):
    list_display = ("connects", "price", "region", "large", "active")
    list_filter = ("region",)
    list_select_related = ("region",)
    fields = ("region", "connects", "price_minor", "large", "active", "reason", "changes")
    readonly_fields = ("region", "connects", "changes")

    @admin.display(description=gettext_lazy("price"), ordering="price_minor")
    def price(self, package: Package) -> str:
        return format_money(package.price_minor, package.currency)
