"""Purchases, their receipts, and what those say of the buyer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.agencies.doors import seat_in
from accounts.agencies.standing import runs
from accounts.models import User
from accounts.requests import PersonRequest
from billing import buyers, errands, receipts, services
from billing.errors import PaymentsError
from billing.forms import BillingDetailsForm, ShopQuery, WordsQuery
from billing.models import BillingDetails, Purchase
from billing.views.shop import after_payment, no_purse
from connects import services as connects
from connects.errors import NoWallet

PAGE = 25


@login_required
@require_safe
def purchases(request: PersonRequest, handle: str = "") -> HttpResponse:
    """What one has bought; with a handle, what anybody has bought for that agency's pool."""
    before, seat = ShopQuery.read(request.GET)["before"], None
    rows = Purchase.objects.filter(buyer=request.user)
    if handle:
        seat = seat_in(request, handle, running=True)
        rows = Purchase.objects.filter(wallet__agency=seat.agency)
    rows = rows.select_related("wallet__agency", "buyer").order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    older = f"?before={page[PAGE - 1].pk}" if len(page) > PAGE else ""
    newer = request.path if before else ""
    context = {"purchases": page[:PAGE], "older": older, "newer": newer, "seat": seat}
    return render(request, "billing/purchases.html", context)


@login_required
@require_safe
def purchase(request: PersonRequest, pk: int) -> HttpResponse:
    """One purchase: its receipt once paid, what is going on until then. Others who run its agency read it, too."""
    row = _seen(request.user, pk)
    own = row.buyer_id == request.user.pk
    errand = errands.find(request.user, row.for_job) if own else None
    purse = buyers.purse_with(request.user, row.wallet_id)
    balance = connects.spendable(row.wallet_id) if purse else None
    waits = receipts.waits(row)
    context = {"purchase": row, "errand": errand, "purse": purse, "balance": balance, "own": own, "waits": waits}
    return render(request, "billing/purchase.html", context)


@login_required
@require_safe
def purchase_state(request: PersonRequest, pk: int) -> HttpResponse:
    """Asked every few seconds by a page that shows a purchase under way; asks nobody but our own books."""
    row = _seen(request.user, pk)
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
        messages.error(request, _("Stripe does not answer at the moment, so the checkout is still open. Try again."))
        return redirect(row)
    if row.status != Purchase.Status.EXPIRED:
        return after_payment(request, row)
    messages.success(request, _("Checkout cancelled. Nothing was charged."))
    return redirect("buy_connects")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: PersonRequest) -> HttpResponse:
    """What receipts say of the buyer, for the own wallet or an agency's."""
    handle = WordsQuery.read(request.GET)["agency"]
    try:
        purse = buyers.purse_of(request.user, handle)
    except NoWallet:
        return no_purse(request, handle)
    row = BillingDetails.objects.filter(wallet_id=purse.wallet_id).first()
    form = BillingDetailsForm(request.POST or None, instance=row or BillingDetails(wallet_id=purse.wallet_id))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. Receipts from now on say so; earlier ones stay as they were."))
        return redirect(request.get_full_path())
    context = {"form": form, "purse": purse, "purses": buyers.purses_of(request.user)}
    return render(request, "billing/details.html", context, status=400 if form.errors else 200)


def _mine(person: User, pk: int) -> Purchase:
    return get_object_or_404(Purchase.objects.select_related("buyer", "wallet__agency"), pk=pk, buyer=person)


def _seen(person: User, pk: int) -> Purchase:
    """One's own, or one for the pool of an agency whose money one looks after."""
    row = get_object_or_404(Purchase.objects.select_related("buyer", "wallet__agency"), pk=pk)
    if row.buyer_id != person.pk and not runs(person, row.wallet.agency_id):
        raise Http404("Somebody else's purchase.")
    return row
