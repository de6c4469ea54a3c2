"""The shop, and the way back from Stripe."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from accounts.trust.errors import NotAllowedNow
from billing import buyers, code_tries, errands, quotes, receipts, services, shop
from billing.buyers import Purse
from billing.errands import Errand
from billing.errors import CodeRefused, NoSuchSession, PackageGone, PaymentsError, PaymentsUnavailable, PriceChanged
from billing.forms import BuyForm, ShopQuery, WordsQuery
from billing.models import Purchase
from common.numbers import figure
from connects import services as connects
from connects.errors import NoWallet

_SESSION_ID = re.compile(r"cs_(test|live)_[A-Za-z0-9]{10,100}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def buy(request: PersonRequest) -> HttpResponse:
    asked, words = ShopQuery.read(request.GET), WordsQuery.read(request.GET)
    left = Purchase.objects.filter(buyer=request.user, pk=asked["left"]).first() if asked["left"] else None
    errand = errands.find(request.user, asked["job"] or (left.for_job if left else None))
    try:
        purse = buyers.purse_of(request.user, words["agency"])
    except NoWallet:
        return no_purse(request, words["agency"])
    written = WordsQuery.read(request.POST)["code"] if request.method == "POST" else words["code"]
    if request.method == "POST" and "apply" in request.POST:
        return redirect(_address(request, package=ShopQuery.read(request.POST)["package"], code=written))
    who, wait = code_tries.standing(request, purse, written)
    window = shop.window(who, balance=connects.spendable(purse.wallet_id), errand=errand, chosen_id=asked["package"])
    form = BuyForm(request.POST or None, shelf=[offer.quote.package for offer in window.offers])
    if form.is_bound and form.is_valid() and not wait and (answer := _to_stripe(request, form, who, errand)):
        return answer
    status = 400 if form.is_bound else 200
    refused = " ".join(str(error) for error in form.errors.get("code", ()))
    refused = refused or wait or who.refusal or (window.chosen.quote.refusal if window.chosen else "")
    context = {"form": form, "window": window, "left": left, "code": written.strip().upper()}
    context |= {"refused": refused, "with_tax": settings.STRIPE_TAX, "redeem": who.to_redeem}
    return render(request, "billing/buy.html", context, status=status)


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
        messages.warning(request, _("Stripe does not answer at the moment. We go on asking, you need not pay again."))
        return redirect(known or "purchases")
    if purchase is None or purchase.buyer_id != request.user.pk:
        raise Http404("Not this person's checkout.")
    return after_payment(request, purchase)


def no_purse(request: PersonRequest, handle: str) -> HttpResponse:
    """Nothing to pay for: a client has no wallet yet, and an agency that is not theirs does not exist for them."""
    if handle:
        raise Http404("Not an agency that this person owns.")
    return render(request, "billing/no_wallet.html")


def after_payment(request: PersonRequest, row: Purchase) -> HttpResponse:
    """Where somebody goes who comes from Stripe: on with the errand once paid, else to what is going on."""
    if not row.is_paid:
        return redirect(row)
    if waits := receipts.waits(row):
        messages.info(request, receipts.not_there(row, waits))
    else:
        messages.success(request, _now_there(request, row))
    errand = errands.find(request.user, row.for_job)
    return redirect(errand.url if errand else row)


def _now_there(request: PersonRequest, row: Purchase) -> str:
    purse = buyers.purse_with(request.user, row.wallet_id)
    facts = {"n": figure(row.total_connects), "balance": "", "agency": purse.name if purse else ""}
    if purse is not None:
        facts["balance"] = figure(connects.spendable(row.wallet_id))
    return _are_in(purse, row.total_connects).format(**facts)


def _are_in(purse: Purse | None, number: int) -> str:
    if purse is None:
        return ngettext(
            "{n} Connect is in the wallet it was bought for.",
            "{n} Connects are in the wallet they were bought for.",
            number,
        )
    if purse.of_agency:
        return ngettext(
            "{n} Connect is in the wallet of {agency}. Its balance is {balance}.",
            "{n} Connects are in the wallet of {agency}. Its balance is {balance}.",
            number,
        )
    return ngettext(
        "{n} Connect is in your wallet. Your balance is {balance}.",
        "{n} Connects are in your wallet. Your balance is {balance}.",
        number,
    )


def _to_stripe(
    request: PersonRequest, form: BuyForm, who: quotes.Standing, errand: Errand | None
) -> HttpResponse | None:
    """On to Stripe; None when the form has to say what is wrong."""
    try:
        row = services.start(
            request.user,
            package_id=form.cleaned_data["package"],
            agency=who.purse.handle,
            code=form.cleaned_data["code"],
            shown_minor=form.shown_minor(),
            for_job=errand.job_id if errand else None,
        )
    except CodeRefused as refused:
        form.add_error("code", str(refused))
        return None
    except PackageGone:
        form.add_error("package", _("This package is not on sale any more. Choose another."))
        return None
    except PriceChanged:
        messages.warning(
            request, _("The price has changed since you opened this page. Nothing was charged. Look again.")
        )
    except NotAllowedNow as refused:
        messages.error(request, str(refused))
    except PaymentsUnavailable:
        messages.error(request, _("Stripe did not answer. Nothing was charged. Try again in a moment."))
    except PaymentsError:
        messages.error(
            request, _("Payments are not working at the moment, and we have been told. Nothing was charged.")
        )
    else:
        return after_payment(request, row) if row.is_paid else redirect(row.session_url)
    return redirect(_address(request, package=form.cleaned_data["package"], code=form.cleaned_data["code"]))


def _address(request: PersonRequest, *, package: int | None, code: str) -> str:
    """The shop with what was chosen so far, the errand and the agency kept; nothing else of what was sent."""
    job, agency = ShopQuery.read(request.GET)["job"], WordsQuery.read(request.GET)["agency"]
    said = {"job": job, "agency": agency, "package": package, "code": code}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse('buy_connects')}?{query}" if query else reverse("buy_connects")
