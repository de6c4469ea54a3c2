"""Purchases and their receipts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from billing import errands, services
from billing.errors import PaymentsError
from billing.forms import ShopQuery
from billing.models import Purchase
from billing.views.shop import after_payment
from connects import services as connects

PAGE = 25


@login_required
@require_safe
def purchases(request: PersonRequest) -> HttpResponse:
    before = ShopQuery.read(request.GET)["before"]
    rows = Purchase.objects.filter(buyer=request.user).order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    older = f"?before={page[PAGE - 1].pk}" if len(page) > PAGE else ""
    newer = request.path if before else ""
    return render(request, "billing/purchases.html", {"purchases": page[:PAGE], "older": older, "newer": newer})


@login_required
@require_safe
def purchase(request: PersonRequest, pk: int) -> HttpResponse:
    """One purchase: its receipt once paid, what is going on until then."""
    row = _mine(request.user, pk)
    errand = errands.find(request.user, row.for_job)
    balance = connects.balance_of(request.user)
    return render(request, "billing/purchase.html", {"purchase": row, "errand": errand, "balance": balance})


@login_required
@require_safe
def purchase_state(request: PersonRequest, pk: int) -> HttpResponse:
    """Asked every few seconds by a page that shows a purchase under way; asks nobody but our own books."""
    row = _mine(request.user, pk)
    if row.status in (Purchase.Status.OPEN, Purchase.Status.PROCESSING):
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Refresh": "true"})


@login_required
@require_POST
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    row = _mine(request.user, pk)
    if row.status != Purchase.Status.OPEN:
        return redirect(row)
    try:
        row = services.cancel(row)
    except PaymentsError:
        messages.error(request, "Stripe does not answer at the moment, so the checkout is still open. Try again.")
        return redirect(row)
    if row.status != Purchase.Status.EXPIRED:
        return after_payment(request, row)
    messages.success(request, "Checkout cancelled. Nothing was charged.")
    return redirect("buy_connects")


def _mine(person: User, pk: int) -> Purchase:
    return get_object_or_404(Purchase.objects.select_related("buyer"), pk=pk, buyer=person)
