"""A wallet's membership: where it stands, another plan, cancelling. Each page says what an act means before it."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.agencies.standing import seat_of
from accounts.requests import PersonRequest
from accounts.trust.errors import NotAllowedNow
from billing.errors import NoSuchSession, PaymentDeclined, PaymentsError
from billing.memberships import changes, ending, holders, offers, portal, starting, wording
from billing.memberships.errors import AlreadyMember, MembershipError, NothingToChange
from billing.memberships.forms import AgreedForm, WantedForm
from billing.memberships.holders import Holder
from billing.memberships.overview import overview
from billing.models import Membership
from common.numbers import figure
from connects.errors import NoWallet

_SESSION_ID = re.compile(r"cs_(test|live)_[A-Za-z0-9]{10,100}")
_SILENT = gettext_lazy("Stripe does not answer at the moment. Nothing was changed. Try again in a moment.")


@login_required
@require_safe
def membership(request: PersonRequest, handle: str = "") -> HttpResponse:
    if handle and (paying := holders.paid_by(request.user, handle)):
        return render(request, "billing/membership_payer.html", {"membership": paying})
    agencies = list(holders.agencies_of(request.user))
    if not handle and not request.user.is_freelancer:
        if agencies:
            return redirect("agency_membership", agencies[0].handle)
        return render(request, "billing/membership_no_wallet.html")
    page = overview(_holder(request, handle))
    left = "left" in request.GET and page.membership is not None and page.membership.can_be_paid
    context = {"page": page, "agencies": agencies, "left": left, "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}
    context["seat"] = seat_of(request.user, handle) if handle else None
    return render(request, "billing/membership.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: PersonRequest, handle: str = "") -> HttpResponse:
    """Another plan: what it means, then Stripe's page or the change itself."""
    holder = _holder(request, handle)
    form = (AgreedForm if request.method == "POST" else WantedForm)(request.POST or request.GET)
    if not form.is_valid():
        messages.error(request, _("Choose one of the plans."))
        return redirect(holder.page())
    running = (
        Membership.objects.running().filter(wallet_id=holder.wallet_id).select_related("plan", "next_plan").first()
    )
    try:
        if running is None:
            return (_start if request.method == "POST" else _offer)(request, holder, form.cleaned_data)
        return (_change if request.method == "POST" else _quote)(request, holder, running, form.cleaned_data)
    except (NothingToChange, AlreadyMember) as already:
        messages.info(request, str(already))
    except (MembershipError, NotAllowedNow) as refused:
        messages.error(request, str(refused))
    except PaymentDeclined as declined:
        messages.error(
            request, _("{answer} Nothing was changed. Look after your card and try again.").format(answer=declined)
        )
    except PaymentsError:
        messages.error(request, _SILENT)
    return redirect(holder.page())


@login_required
@require_safe
def came_back(request: PersonRequest) -> HttpResponse:
    """Back from Stripe's page. Whatever the address says, only Stripe's word and the row's payer count."""
    session_id = request.GET.get("session_id", "")
    if not _SESSION_ID.fullmatch(session_id):
        raise Http404("No such checkout.")
    known = Membership.objects.filter(session_id=session_id).first()
    if known is not None and known.payer_id != request.user.pk:
        raise Http404("Somebody else's checkout.")
    try:
        row = starting.come_back(session_id)
    except NoSuchSession:
        raise Http404("Stripe knows no such checkout.") from None
    except PaymentsError:
        messages.warning(request, _("Stripe does not answer at the moment. We go on asking, you need not pay again."))
        return redirect(holders.of_membership(known).page() if known else reverse("membership"))
    if row is None or row.payer_id != request.user.pk:
        raise Http404("Not this person's checkout.")
    return _after_payment(request, row)


@login_required
@require_POST
def cancel(request: PersonRequest, handle: str = "") -> HttpResponse:
    def act(row: Membership) -> str:
        row = ending.cancel(row)
        if row.runs:
            return _("Cancelled. Nothing more is charged.")
        return _("{plan} has ended.").format(plan=row.plan.name)

    if handle and (paying := holders.paid_by(request.user, handle)):
        return _carry_out(request, paying, act, back=reverse("agency_membership", args=[handle]))
    return _act(request, handle, act)


@login_required
@require_POST
def resume(request: PersonRequest, handle: str = "") -> HttpResponse:
    def act(row: Membership) -> str:
        return _("{plan} goes on and renews by itself.").format(plan=ending.resume(row).plan.name)

    return _act(request, handle, act)


@login_required
@require_POST
def keep(request: PersonRequest, handle: str = "") -> HttpResponse:
    def act(row: Membership) -> str:
        return _("Taken back: it stays {plan}.").format(plan=changes.keep(row).plan.name)

    return _act(request, handle, act)


@login_required
@require_POST
def abandon(request: PersonRequest, handle: str = "") -> HttpResponse:
    """Close the open checkout. One that was paid meanwhile has begun instead."""
    holder = _holder(request, handle)
    row = Membership.objects.filter(wallet_id=holder.wallet_id, status=Membership.Status.STARTING).first()
    try:
        row = starting.abandon(row) if row else None
    except PaymentsError:
        messages.error(request, _SILENT)
        return redirect(holder.page())
    if row and row.status != Membership.Status.ABANDONED:
        return _after_payment(request, row)
    messages.success(request, _("Checkout cancelled. Nothing was charged."))
    return redirect(holder.page())


@login_required
@require_POST
def to_portal(request: PersonRequest, handle: str = "") -> HttpResponse:
    """Stripe's own page for cards and invoices."""
    holder = _holder(request, handle)
    try:
        return redirect(portal.address(holder))
    except MembershipError as refused:
        messages.info(request, str(refused))
    except PaymentsError:
        messages.error(request, _SILENT)
    return redirect(holder.page())


def _holder(request: PersonRequest, handle: str) -> Holder:
    """Whose pages these are. 404 for another's agency, and for somebody without a wallet."""
    if not handle:
        try:
            return holders.own(request.user)
        except NoWallet:
            raise Http404("This person has no wallet.") from None
    holder = holders.of_agency(request.user, handle)
    if holder is None:
        raise Http404("Not an agency that this person owns.")
    return holder


def _act(request: PersonRequest, handle: str, act: Callable[[Membership], str]) -> HttpResponse:
    holder = _holder(request, handle)
    row = Membership.objects.running().filter(wallet_id=holder.wallet_id).first()
    return _carry_out(request, row, act, back=holder.page())


def _carry_out(
    request: PersonRequest, row: Membership | None, act: Callable[[Membership], str], *, back: str
) -> HttpResponse:
    try:
        if row is None:
            messages.info(request, _("There is no running membership to change."))
        else:
            messages.success(request, act(row))
    except MembershipError as refused:
        messages.error(request, str(refused))
    except PaymentsError:
        messages.error(request, _SILENT)
    return redirect(back)


def _offer(request: PersonRequest, holder: Holder, wanted: dict[str, Any]) -> HttpResponse:
    price = offers.sold(wanted["plan"], wanted["interval"], for_agencies=holder.is_agency)
    context = {"holder": holder, "price": price, "sentences": wording.before_starting(price, holder)}
    return render(request, "billing/membership_choose.html", context)


def _quote(request: PersonRequest, holder: Holder, running: Membership, wanted: dict[str, Any]) -> HttpResponse:
    quote = changes.quote(running, plan=wanted["plan"], interval=wanted["interval"])
    context = {
        "holder": holder,
        "price": quote.price,
        "quote": quote,
        "running": running,
        "sentences": wording.before_changing(quote, running),
    }
    return render(request, "billing/membership_choose.html", context)


def _start(request: PersonRequest, holder: Holder, wanted: dict[str, Any]) -> HttpResponse:
    row = starting.start(request.user, holder, plan=wanted["plan"], interval=wanted["interval"])
    return redirect(row.session_url) if row.can_be_paid else _after_payment(request, row)


def _change(request: PersonRequest, holder: Holder, running: Membership, agreed: dict[str, Any]) -> HttpResponse:
    row = changes.change(
        running,
        plan=agreed["plan"],
        interval=agreed["interval"],
        asked_at=agreed["asked_at"] or 0,
        due_minor=agreed["due"] or 0,
    )
    if row.next_plan:
        said = _("{plan} comes with the next period. Until then nothing changes.").format(plan=row.next_plan.name)
        messages.success(request, said)
    else:
        messages.success(request, _("Your membership is {plan} now.").format(plan=row.plan.name))
    return redirect(holder.page())


def _after_payment(request: PersonRequest, row: Membership) -> HttpResponse:
    if row.runs:
        said = ngettext(
            "{plan} has begun. Its first {n} Connect is there.",
            "{plan} has begun. Its first {n} Connects are there.",
            row.plan.monthly,
        )
        messages.success(request, said.format(plan=row.plan.name, n=figure(row.plan.monthly)))
    elif row.subscription_id and not row.mismatch:
        messages.info(request, _("Your payment is on its way. The membership begins when it has arrived."))
    return redirect(holders.of_membership(row).page())
