"""Somebody's link, followed by a stranger; and the page on which its owner sees what came of it."""

from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from common.paging import page
from connects import invitations, referral_lines, referrals
from connects.models import Referral, Wallet
from connects.rewards import rewards
from connects.views import for_wallet_owners


@for_wallet_owners
def referrals_page(request: PersonRequest, wallet: Wallet) -> HttpResponse:  # noqa: ARG001 - it has one
    """One's link, and everybody who came by it."""
    mine = Referral.objects.filter(referrer=request.user).select_related("newcomer")
    shown = page(mine, request.GET, size=20)
    came_by = Referral.objects.filter(newcomer=request.user).select_related("referrer").first()
    link = request.build_absolute_uri(referrals.code_of(request.user).get_absolute_url())
    context = {
        "link": link,
        "by_mail": _by_mail(link),
        "policy": referrals.policy(),
        "brings": rewards(),
        "page": shown,
        "lines": referral_lines.lines(shown.rows),
        "sums": referral_lines.sums(request.user),
        "came_by": referral_lines.of_newcomer(came_by) if came_by else None,
    }
    return render(request, "connects/referrals.html", context)


def _by_mail(link: str) -> str:
    site = settings.SITE_NAME
    body = _("I find work on {site}. With this link we both get Connects once you have begun:").format(site=site)
    words = {"subject": _("Join me on {site}").format(site=site), "body": f"{body}\n\n{link}"}
    return f"mailto:?{urlencode(words, quote_via=quote)}"


@require_safe
def invited(request: PersonRequest, code: str) -> HttpResponse:
    """Remember who invited, and lead to joining. 404 for a link that is nobody's; while the programme rests, join."""
    if not referrals.is_known(code):
        raise Http404
    if isinstance(request.user, User):
        return _back_home(request, code)
    answer = redirect("account_signup")
    if referrals.referrer_of(code):
        invitations.keep(answer, code)
    return answer


def _back_home(request: PersonRequest, code: str) -> HttpResponse:
    if referrals.code_of(request.user).code == code.lower():
        messages.info(request, _("This is your own link: send it to somebody who is not here yet."))
        return redirect("referrals")
    messages.info(request, _("You are here already: invitations are for people who have no account yet."))
    return redirect(reverse("home"))
