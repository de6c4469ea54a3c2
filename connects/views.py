"""Settings > Connects: the balance, the lots, and where every Connect came from and went."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.requests import PersonRequest
from common import clock
from common.paging import page
from connects import history, overview, services, sheet, ways
from connects.errors import NoWallet
from connects.forms import HistoryFilter
from connects.models import Lot, Wallet
from connects.rewards import rewards
from connects.ways import Standing

WalletView = Callable[..., HttpResponseBase]


def for_wallet_owners(view: WalletView) -> WalletView:
    """Hand the view its reader's wallet; whoever has none is told what Connects are for, and how to get one."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            wallet = services.wallet_of(request.user)
        except NoWallet:
            return render(request, "connects/no_wallet.html", {"rewards": rewards()})
        return view(request, wallet, *args, **kwargs)

    return login_required(require_GET(guarded))


@for_wallet_owners
def connects_overview(request: PersonRequest, wallet: Wallet) -> HttpResponse:
    now = clock.now()
    lots = list(history.spendable_lots(wallet.pk, at=now))
    soon, pending = overview.expiring_soon(lots, at=now), history.pending_lines(wallet.pk)
    context = {
        "balance": sum(lot.remaining for lot in lots),
        "lots": lots,
        "soon": soon,
        "soon_sum": sum(lot.remaining for lot in soon),
        "months": overview.months(lots, at=now),
        "perk": overview.next_perk(wallet),
        "pending": pending,
        "pending_sum": sum(line.amount for line in pending),
        "debt": wallet.debt,
        "debts": overview.debts(wallet),
        "on_hold": overview.on_hold(wallet),
        "recent": overview.recent(wallet.pk),
    }
    return render(request, "connects/overview.html", context)


@for_wallet_owners
def ways_to_earn(request: PersonRequest, wallet: Wallet) -> HttpResponse:
    """Each source of free Connects, and what is left of it for this person."""
    found = ways.for_person(request.user)
    context = {
        "open": [way for way in found if way.standing == Standing.OPEN],
        "others": [way for way in found if way.standing != Standing.OPEN],
        "left": sum(way.connects for way in found if way.standing == Standing.OPEN),
        "waits": ways.waits(wallet.pk),
        "debt": wallet.debt,
    }
    return render(request, "connects/earn.html", context)


@for_wallet_owners
def connects_history(request: PersonRequest, wallet: Wallet) -> HttpResponse:
    form = HistoryFilter(request.GET)
    context: dict[str, Any] = {"form": form, "lines": [], "page": None, "filtered": any(_asked(request))}
    if form.is_valid():
        filters = form.filters()
        shown = page(history.movements(wallet.pk, filters), request.GET, size=50)
        # What is still to come belongs on top of the newest page only.
        pending = [] if shown.newer else history.pending_lines(wallet.pk, filters)
        context |= {"page": shown, "lines": pending + history.lines(shown.rows)}
    return render(request, "connects/history.html", context)


@for_wallet_owners
def connects_history_csv(request: PersonRequest, wallet: Wallet) -> HttpResponseBase:
    """The same history with the same filters, whole."""
    form = HistoryFilter(request.GET)
    if not form.is_valid():
        context = {"form": form, "lines": [], "page": None, "filtered": True}
        return render(request, "connects/history.html", context, status=400)
    rows = sheet.rows(history.every_line(wallet.pk, form.filters()))
    headers = {"Content-Disposition": 'attachment; filename="connects.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=headers)


@for_wallet_owners
def connects_transaction(request: PersonRequest, wallet: Wallet, pk: int) -> HttpResponse:
    """One booking, opened: which lots it took from or gave to, and what it reverses or was reversed by."""
    booking = get_object_or_404(history.movements(wallet.pk).select_related("reverses", "reversed_by"), pk=pk)
    [line] = history.lines([booking])
    context = {
        "booking": booking,
        "line": line,
        "entries": history.entries_of(booking),
        "reversed_by": getattr(booking, "reversed_by", None),
        "pending": [each for each in history.pending_lines(wallet.pk) if each.transaction == booking.pk],
    }
    return render(request, "connects/transaction.html", context)


@for_wallet_owners
def connects_lot(request: PersonRequest, wallet: Wallet, pk: int) -> HttpResponse:
    """One lot, opened: where its Connects came from and where they went."""
    lot = get_object_or_404(Lot, wallet=wallet, pk=pk)
    shown = page(history.entries_into(lot), request.GET, size=50)
    bookings = history.movements(wallet.pk).filter(pk__in=[entry.transaction_id for entry in shown.rows])
    lines = {line.transaction: line for line in history.lines(bookings)}
    context = {
        "lot": lot,
        "expired": lot.expires_at <= clock.now(),
        "page": shown,
        "debt": lot.debt_entries.order_by("-id"),
        "steps": [(entry, lines[entry.transaction_id]) for entry in shown.rows],
    }
    return render(request, "connects/lot.html", context)


def _asked(request: PersonRequest) -> list[str]:
    return [value for name in ("status", "since", "until") if (value := request.GET.get(name, ""))]
