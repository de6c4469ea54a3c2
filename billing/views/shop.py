"""The shop, and the way back from Stripe."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from billing import errands, services, shop
from billing.errors import NoSuchSession, PackageGone, PaymentsError, PaymentsUnavailable
from billing.forms import BuyForm, ShopQuery
from billing.models import Purchase
from connects import services as connects

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
    return after_payment(request, purchase)


def after_payment(request: PersonRequest, row: Purchase) -> HttpResponse:
    """Where somebody goes who comes from Stripe: on with the errand once paid, else to what is going on."""
    if not row.is_paid:
        return redirect(row)
    balance = connects.balance_of(request.user)
    messages.success(request, f"{row.connects} Connects are in your wallet. Your balance is {balance}.")
    errand = errands.find(request.user, row.for_job)
    return redirect(errand.url if errand else row)


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
        return after_payment(request, row) if row.is_paid else redirect(row.session_url)
    return redirect(request.get_full_path())
