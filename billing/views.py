"""Buying: the shop, the way back from Stripe, purchases and their receipts."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from billing import errands, services, shop
from billing.errors import NoSuchSession, PackageGone, PaymentsError, PaymentsUnavailable
from billing.forms import BuyForm, ShopQuery
from billing.models import Purchase
from connects import services as connects

PAGE = 25
_SESSION_ID = re.compile(r"cs_(test|live)_[A-Za-z0-9]{10,100}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def buy(request: PersonRequest) -> HttpResponse:
    asked = ShopQuery.read(request.GET)
    left = Purchase.objects.filter(buyer=request.user, pk=asked["left"]).first() if asked["left"] else None
    errand = errands.find(request.user, asked["job"] or (left.for_job if left else None))
    balance = connects.balance_of(request.user)
    if balance is None:
        return render(request, "billing/no_wallet.html")
    form = BuyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _to_stripe(request, form.cleaned_data["package"].pk, errand)
    window = shop.window(balance=balance, errand=errand)
    status = 400 if form.is_bound else 200
    return render(request, "billing/buy.html", {"form": form, "window": window, "left": left}, status=status)


@login_required
@require_safe
def came_back(request: PersonRequest) -> HttpResponse:
    """Back from Stripe's page. Whatever the address says, only Stripe's word and the row's owner count."""
    session_id = request.GET.get("session_id", "")
    if not _SESSION_ID.fullmatch(session_id):
        raise Http404("No such checkout.")
    known = Purchase.objects.filter(session_id=session_id).first()
    if known is not None and known.buyer_id != request.user.pk:
        raise Http404("Somebody else's checkout.")
    try:
        purchase = services.fulfil(session_id)
    except NoSuchSession:
        raise Http404("Stripe knows no such checkout.") from None
    except PaymentsError:
        messages.warning(request, "Stripe does not answer at the moment. We go on asking, you need not pay again.")
        return redirect(known or "purchases")
    if purchase is None or purchase.buyer_id != request.user.pk:
        raise Http404("Not this person's checkout.")
    return _after_payment(request, purchase)


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
        return _after_payment(request, row)
    messages.success(request, "Checkout cancelled. Nothing was charged.")
    return redirect("buy_connects")


def _to_stripe(request: PersonRequest, package_id: int, errand: errands.Errand | None) -> HttpResponse:
    try:
        row = services.start(request.user, package_id=package_id, for_job=errand.job_id if errand else None)
    except PackageGone:
        messages.error(request, "This package is not on sale any more. Choose another.")
    except PaymentsUnavailable:
        messages.error(request, "Stripe did not answer. Nothing was charged. Try again in a moment.")
    except PaymentsError:
        messages.error(request, "Payments are not working at the moment, and we have been told. Nothing was charged.")
    else:
        return _after_payment(request, row) if row.is_paid else redirect(row.session_url)
    return redirect(request.get_full_path())


def _after_payment(request: PersonRequest, row: Purchase) -> HttpResponse:
    """Where somebody goes who comes from Stripe: on with the errand once paid, else to what is going on."""
    if not row.is_paid:
        return redirect(row)
    balance = connects.balance_of(request.user)
    messages.success(request, f"{row.connects} Connects are in your wallet. Your balance is {balance}.")
    errand = errands.find(request.user, row.for_job)
    return redirect(errand.url if errand else row)


def _mine(person: User, pk: int) -> Purchase:
    return get_object_or_404(Purchase.objects.select_related("buyer"), pk=pk, buyer=person)
