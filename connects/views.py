"""Settings > Connects: the balance, the lots, and where every Connect came from and went."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.agencies.doors import seat_in
from accounts.models import AgencyMember
from accounts.requests import PersonRequest
from common import clock
from common.paging import page
from connects import history, limits, overview, pools, services, sheet, ways
from connects.errors import NoWallet
from connects.forms import HistoryFilter, PoolFilter
from connects.models import Lot, Source, Wallet
from connects.rewards import rewards
from connects.ways import Standing

WalletView = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Shown:
    """A wallet as its reader sees it: their own, or the pool of an agency whose money they look after."""

    wallet: Wallet
    seat: AgencyMember | None = None

    @property
    def read(self) -> history.Reader:
        return history.pool_lines if self.seat else history.lines

    def form(self, query: QueryDict) -> HistoryFilter:
        return PoolFilter(self.seat.agency, query) if self.seat else HistoryFilter(query)

    def page(
        self, request: PersonRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """With `seat`, by which templates know whose wallet it is and where its pages are."""
        return render(request, template, context | {"seat": self.seat}, status=status)


def for_wallet_owners(view: WalletView) -> WalletView:
    """Hand the view the wallet of its address. Whoever has none is told what Connects are for, and how to get one.

    With a handle it is an agency's pool, for its owner and managers; to everybody else there is no such page.
    """

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, handle: str = "", **kwargs: Any) -> HttpResponseBase:
        if handle:
            seat = seat_in(request, handle, running=True)
            return view(request, Shown(services.open_wallet(agency=seat.agency), seat), *args, **kwargs)
        try:
            wallet = services.wallet_of(request.user)
        except NoWallet:
            if "pk" in kwargs:
                # A line or lot of somebody else's, whoever asks.
                raise Http404 from None
            return render(request, "connects/no_wallet.html", {"rewards": rewards()})
        return view(request, Shown(wallet), *args, **kwargs)

    return login_required(require_GET(guarded))


@for_wallet_owners
def connects_overview(request: PersonRequest, shown: Shown) -> HttpResponse:
    now, wallet = clock.now(), shown.wallet
    lots = list(history.spendable_lots(wallet.pk, at=now))
    soon, pending = overview.expiring_soon(lots, at=now), history.pending_lines(wallet.pk)
    held = overview.held(wallet)
    context = {
        "balance": sum(lot.remaining for lot in lots),
        "lots": lots,
        "soon": soon,
        "soon_sum": sum(lot.remaining for lot in soon),
        "months": overview.months(lots, at=now),
        "perk": overview.next_perk(wallet),
        "pending": pending,
        "pending_sum": sum(line.amount for line in pending),
        "held": held,
        "held_sum": sum(each.connects for each in held),
        "debt": wallet.debt,
        "debts": overview.debts(wallet),
        "on_hold": overview.on_hold(wallet),
        "recent": overview.recent(wallet.pk, read=shown.read),
    }
    return shown.page(request, "connects/overview.html", context)


@for_wallet_owners
def ways_to_earn(request: PersonRequest, shown: Shown) -> HttpResponse:
    """Each source of free Connects, and what is left of it for this person."""
    found = ways.for_person(request.user)
    context = {
        "open": [way for way in found if way.standing == Standing.OPEN],
        "others": [way for way in found if way.standing != Standing.OPEN],
        # Not what a membership would bring again and again.
        "left": sum(way.connects for way in found if way.standing == Standing.OPEN and way.source != Source.ALLOWANCE),
        "waits": ways.waits(shown.wallet.pk),
        "debt": shown.wallet.debt,
    }
    return shown.page(request, "connects/earn.html", context)


@for_wallet_owners
def connects_history(request: PersonRequest, shown: Shown) -> HttpResponse:
    form, wallet = shown.form(request.GET), shown.wallet
    context: dict[str, Any] = {"form": form, "lines": [], "page": None, "filtered": any(_asked(request))}
    if form.is_valid():
        filters = form.filters()
        rows = page(history.movements(wallet.pk, filters), request.GET, size=50)
        # What is still to come belongs on top of the newest page only.
        pending = [] if rows.newer else history.pending_lines(wallet.pk, filters)
        context |= {"page": rows, "lines": pending + shown.read(rows.rows)}
    return shown.page(request, "connects/history.html", context)


@for_wallet_owners
def connects_history_csv(request: PersonRequest, shown: Shown) -> HttpResponseBase:
    """The same history with the same filters, whole."""
    form = shown.form(request.GET)
    if not form.is_valid():
        context = {"form": form, "lines": [], "page": None, "filtered": True}
        return shown.page(request, "connects/history.html", context, status=400)
    lines = history.every_line(shown.wallet.pk, form.filters(), read=shown.read)
    rows = sheet.pool_rows(lines) if shown.seat else sheet.rows(lines)
    name = f"connects-{shown.seat.agency.handle}.csv" if shown.seat else "connects.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=headers)


@for_wallet_owners
def connects_transaction(request: PersonRequest, shown: Shown, pk: int) -> HttpResponse:
    """One booking, opened: which lots it took from or gave to, and what it reverses or was reversed by."""
    wallet = shown.wallet
    booking = get_object_or_404(history.movements(wallet.pk).select_related("reverses", "reversed_by"), pk=pk)
    [line] = shown.read([booking])
    context = {
        "booking": booking,
        "line": line,
        "entries": history.entries_of(booking),
        "reversed_by": getattr(booking, "reversed_by", None),
        "pending": [each for each in history.pending_lines(wallet.pk) if each.transaction == booking.pk],
    }
    return shown.page(request, "connects/transaction.html", context)


@for_wallet_owners
def connects_lot(request: PersonRequest, shown: Shown, pk: int) -> HttpResponse:
    """One lot, opened: where its Connects came from and where they went."""
    lot = get_object_or_404(Lot, wallet=shown.wallet, pk=pk)
    rows = page(history.entries_into(lot), request.GET, size=50)
    bookings = history.movements(shown.wallet.pk).filter(pk__in=[entry.transaction_id for entry in rows.rows])
    lines = {line.transaction: line for line in shown.read(bookings)}
    context = {
        "lot": lot,
        "expired": lot.expires_at <= clock.now(),
        "page": rows,
        "debt": lot.debt_entries.order_by("-id"),
        "steps": [(entry, lines[entry.transaction_id]) for entry in rows.rows],
    }
    return shown.page(request, "connects/lot.html", context)


@login_required
@require_GET
def agency_spending(request: PersonRequest, handle: str) -> HttpResponse:
    """Who spent what of the pool: everybody to those who look after it, to a member only themselves."""
    seat = seat_in(request, handle, running=False)
    wallet = services.open_wallet(agency=seat.agency)
    rows = pools.spending(wallet.pk, seat)
    context = {
        "seat": seat,
        "rows": rows,
        "month": limits.month_of(clock.now()),
        "month_sum": sum(row.month for row in rows),
        "ever_sum": sum(row.ever for row in rows),
        "balance": services.spendable(wallet.pk),
    }
    return render(request, "connects/spending.html", context)


def _asked(request: PersonRequest) -> list[str]:
    return [value for name in ("status", "since", "until", "who") if (value := request.GET.get(name, ""))]
