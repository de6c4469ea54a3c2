"""The operators' pages of figures: one time to choose, tables with their pictures, and each table as a file."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import clock
from marketplace.figures import economy as of_economy
from marketplace.figures import files
from marketplace.figures import finance as of_finance
from marketplace.figures import market as of_market
from marketplace.figures.periods import STEPS, Span, span
from marketplace.figures.pictures import picture
from marketplace.figures.tables import Table
from marketplace.operator_pages import may_open

Tables = Callable[[Span], list[Table]]
View = Callable[[HttpRequest], HttpResponseBase]


def guarded(view: View) -> View:
    """For those who may open the page of that name (operator_pages), within the admin. Everybody else: 403."""

    @wraps(view)
    def guard(request: HttpRequest) -> HttpResponseBase:
        if not may_open(f"figures_{view.__name__}", request):
            raise PermissionDenied
        return view(request)

    return require_safe(guard)


@guarded
def economy(request: HttpRequest) -> HttpResponseBase:
    says = _("What became of Connects, in all wallets together.")
    hint = _("What other figures would do to a market, manage.py simulate --compare plays (docs/laboratory.md).")
    return _page(request, _("Economy"), says, of_economy.tables, hint=hint)


@guarded
def finance(request: HttpRequest) -> HttpResponseBase:
    says = _("Money that came in, what is still owed for it in Connects, and what was given away.")
    every_lot = {_("Every lot that was paid for"): reverse("figures_lots")}
    return _page(request, _("Finance"), says, of_finance.tables, every_lot)


@guarded
def lots(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - asked by the guard
    """A file only: every lot that was paid for."""
    now = clock.now()
    heads = [str(column.title) for column in of_finance.LOT_COLUMNS]
    return files.of_rows(f"lots-{now:%Y-%m-%d}", heads, of_finance.every_lot(now))


@guarded
def market(request: HttpRequest) -> HttpResponseBase:
    return _page(request, _("Market"), _("What jobs bring and what a hire costs."), of_market.tables)


def _page(
    request: HttpRequest,
    title: str,
    says: str,
    of: Tables,
    more: dict[str, str] | None = None,
    hint: str = "",
) -> HttpResponseBase:
    chosen = span(request.GET.get("by", ""), at=clock.now())
    tables = of(chosen)
    if "csv" in request.GET:
        return _file(request.GET["csv"], tables, chosen)
    downloads = {table.title: f"?by={chosen.step}&csv={table.key}" for table in tables if not table.shown}
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": title,
        "says": says,
        "hint": hint,
        "steps": [{"by": by, "name": name, "now": by == chosen.step} for by, (_step, name) in STEPS.items()],
        "by": chosen.step,
        "shown": [(table, picture(table)) for table in tables if table.shown],
        "files": downloads | (more or {}),
    }
    return TemplateResponse(request, "admin/guildhall/figures.html", context)


def _file(key: str, tables: Iterable[Table], chosen: Span) -> HttpResponseBase:
    table = next((table for table in tables if table.key == key), None)
    if table is None:
        raise Http404
    return files.of_table(table, f"{chosen.until:%Y-%m-%d}")
