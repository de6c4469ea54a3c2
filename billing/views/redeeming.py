"""Redeem a code: one field, an error beside it, and the Connects at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from billing import code_tries, redeeming
from billing.errors import CodeRefused
from billing.forms import RedeemForm, WordsQuery
from billing.redeeming import Redeemed
from common import dates
from common.numbers import figure
from connects import services as connects
from connects.errors import NoWallet


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redeem(request: PersonRequest) -> HttpResponse:
    try:
        connects.wallet_of(request.user)
    except NoWallet:
        return render(request, "billing/no_wallet.html")
    offered = WordsQuery.read(request.GET)["code"]
    form = RedeemForm(request.POST) if request.method == "POST" else RedeemForm(initial={"code": offered})
    if form.is_valid() and (redeemed := _redeem(request, form)):
        _say(request, redeemed)
        return redirect("connects_overview")
    context: dict[str, Any] = {"form": form, "balance": connects.balance_of(request.user)}
    return render(request, "billing/redeem.html", context, status=400 if form.is_bound else 200)


def _redeem(request: PersonRequest, form: RedeemForm) -> Redeemed | None:
    """None when it was refused; why stands beside the field."""
    attempt = code_tries.begin(request, form.cleaned_data["code"].strip().upper())
    if attempt is None:
        form.add_error("code", code_tries.wait(request))
        return None
    try:
        redeemed = redeeming.redeem(request.user, form.cleaned_data["code"], key=form.cleaned_data["key"])
    except CodeRefused as refused:
        attempt.refused()
        form.add_error("code", str(refused))
        return None
    attempt.good()
    return redeemed


def _say(request: PersonRequest, redeemed: Redeemed) -> None:
    number = redeemed.connects
    facts = {"n": figure(number), "code": redeemed.redemption.code, "day": dates.long_day(redeemed.expires_at)}
    if redeemed.waits:
        said = ngettext(
            "{code} is taken. Its {n} Connect waits for a look at your account.",
            "{code} is taken. Its {n} Connects wait for a look at your account.",
            number,
        )
        messages.info(request, said.format(**facts))
    else:
        said = ngettext(
            "{n} Connect with {code} is in your wallet, until {day}.",
            "{n} Connects with {code} are in your wallet, until {day}.",
            number,
        )
        messages.success(request, said.format(**facts))
