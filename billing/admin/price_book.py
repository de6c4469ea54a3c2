"""The price book of a region: every package in one form, with what buyers would see before it holds."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from billing import price_book
from billing.models import Package, Region
from billing.price_book import Figures
from common.admin import GrowingPolicyAdmin, MoneyField, PolicyForm, ReasonForm, change_url
from common.countries import COUNTRIES
from common.numbers import figure
from common.prices import format_price

# Empty rows for new packages.
NEW_ROWS = 2


class CountriesField(forms.CharField):
    """Country codes, separated by commas; a list behind the scenes."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        codes = sorted({code.strip().upper() for code in str(value or "").split(",") if code.strip()})
        if unknown := [code for code in codes if code not in COUNTRIES]:
            raise ValidationError(_("Not a country's two-letter code: {codes}.").format(codes=", ".join(unknown)))
        return codes

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(sorted(initial or []) != self.to_python(data))
        except ValidationError:
            return True


class RegionForm(PolicyForm):
    countries = CountriesField(
        label=gettext_lazy("Countries"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "Two-letter codes, separated by commas: DE, FR. Empty for the one region that is everywhere else."
        ),
    )

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


@admin.register(Region)
class RegionAdmin(GrowingPolicyAdmin):
    form = RegionForm
    list_display = ("name", "currency", "where", "packages_on_sale")
    fields = ("name", "currency", "countries", "reason", "changes")
    actions_detail = ("prices",)

    def get_readonly_fields(self, request: HttpRequest, obj: Region | None = None) -> Any:
        # Its prices are in it.
        return ("currency", "changes") if obj else ("changes",)

    @admin.display(description=gettext_lazy("countries"))
    def where(self, region: Region) -> str:
        return ", ".join(region.countries) or _("everywhere else")

    @admin.display(description=gettext_lazy("packages on sale"))
    def packages_on_sale(self, region: Region) -> int:
        return region.packages.filter(active=True).count()

    @action(permissions=["billing.change_package"], description=gettext_lazy("Prices"), url_path="prices")
    def prices(self, request: HttpRequest, object_id: int) -> HttpResponse:
        region = get_object_or_404(Region, pk=object_id)
        packages = list(Package.objects.filter(region=region).order_by("connects"))
        form = PricesForm(request.POST or None, region=region, packages=packages)
        figures = form.figures() if form.is_bound and form.is_valid() else []
        lines = _look(form, region, figures or [_as_it_is(package) for package in packages])
        looked_at = price_book.digest(figures) if figures and not form.errors else ""
        if looked_at and "save" in request.POST:
            if request.POST.get("seen") != looked_at:
                messages.warning(
                    request, _("The figures have changed since you looked at them. Look again, then save.")
                )
            elif self._saved(request, form, region):
                return redirect(change_url(region))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Prices: {region}").format(region=region),
            "region": region,
            "form": form,
            "reason": form["reason"],
            "rows": form.rows(),
            "lines": [
                (line, _price(line.before_minor, region), _price(line.figures.price_minor, region)) for line in lines
            ],
            "seen": looked_at,
            "back": change_url(region),
        }
        return TemplateResponse(request, "admin/guildhall/prices.html", context)

    def _saved(self, request: HttpRequest, form: "PricesForm", region: Region) -> bool:
        reason = form.cleaned_data["reason"]
        if not reason:
            form.add_error("reason", _("Say why: the change is kept with its reason."))
            return False
        changed = price_book.save(region, form.figures(), actor=request.user, reason=reason)
        self.log_change(request, region, _("Prices: {reason}").format(reason=reason))
        words = ngettext(
            "{n} package changed. Open checkouts keep theirs.",
            "{n} packages changed. Open checkouts keep theirs.",
            changed,
        )
        messages.success(request, words.format(n=figure(changed)))
        return True


class PricesForm(forms.Form):
    """A row for each package, some empty ones for new packages, and the reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False, widget=ReasonForm.base_fields["reason"].widget
    )

    def __init__(self, *args: Any, region: Region, packages: list[Package], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.packages = packages
        # A region without packages begins with the sizes that are sold everywhere else.
        usual = [] if packages else list(Package.objects.filter(region__countries=[]).order_by("connects"))
        self.new = max(NEW_ROWS, len(usual))
        for package in packages:
            price = format_price(package.price_minor, region.currency)
            self._add(f"{package.pk}", region, price=price, large=package.large, active=package.active)
            self._name(f"{package.pk}", _("{column}, of {package}").format(column="{column}", package=package))
        for number in range(self.new):
            like = usual[number] if number < len(usual) else None
            self._add(f"new{number}", region, price="", large=bool(like and like.large), active=True, new=True)
            self.fields[f"connects_new{number}"].initial = like and like.connects
            self._name(
                f"new{number}", _("{column}, of new package {number}").format(column="{column}", number=number + 1)
            )

    def rows(self) -> list[dict[str, Any]]:
        """For the page: what each row is of, and its fields."""
        known: list[tuple[str, Any]] = [(f"{package.pk}", package.connects) for package in self.packages]
        names = [*known, *((f"new{number}", None) for number in range(self.new))]
        return [
            {
                "connects": connects,
                "size": None if connects else self[f"connects_{name}"],
                "price": self[f"price_{name}"],
                "large": self[f"large_{name}"],
                "active": self[f"active_{name}"],
            }
            for name, connects in names
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for number in range(self.new):
            size, price = data.get(f"connects_new{number}"), data.get(f"price_new{number}")
            offered = self.fields[f"connects_new{number}"].initial
            half = size is None if price is not None else size not in (None, offered)
            if half and not self.errors:
                raise ValidationError(_("A new package needs both its number of Connects and its price."))
        return data

    def figures(self) -> list[Figures]:
        data = self.cleaned_data
        known = [self._figures(f"{package.pk}", package.pk, package.connects) for package in self.packages]
        new = [f"new{number}" for number in range(self.new) if data[f"price_new{number}"]]
        return known + [self._figures(name, None, data[f"connects_{name}"]) for name in new]

    def _figures(self, name: str, pk: int | None, connects: int) -> Figures:
        data = self.cleaned_data
        return Figures(pk, connects, data[f"price_{name}"], data[f"large_{name}"], data[f"active_{name}"])

    def _name(self, name: str, whose: str) -> None:
        """Say to screen readers what the table says by its columns."""
        words = {
            "connects": _("Connects"),
            "price": _("Price"),
            "large": _("Large plans only"),
            "active": _("On sale"),
        }
        for prefix, column in words.items():
            if field := self.fields.get(f"{prefix}_{name}"):
                field.widget.attrs["aria-label"] = whose.replace("{column}", column)

    def _add(self, name: str, region: Region, *, price: str, large: bool, active: bool, new: bool = False) -> None:
        if new:
            size = forms.IntegerField(
                min_value=1, max_value=100_000, required=False, widget=UnfoldAdminTextInputWidget
            )
            self.fields[f"connects_{name}"] = size
        self.fields[f"price_{name}"] = MoneyField(currency=region.currency, initial=price, required=not new)
        self.fields[f"large_{name}"] = forms.BooleanField(initial=large, required=False)
        self.fields[f"active_{name}"] = forms.BooleanField(initial=active, required=False)


def _look(form: PricesForm, region: Region, figures: list[Figures]) -> list[price_book.Line]:
    try:
        return price_book.preview(region, figures) if figures else []
    except ValidationError as refused:
        form.add_error(None, refused)
        return []


def _as_it_is(package: Package) -> Figures:
    return Figures(package.pk, package.connects, package.price_minor, package.large, package.active)


def _price(minor: int | None, region: Region) -> str:
    return "" if minor is None else format_price(minor, region.currency)
