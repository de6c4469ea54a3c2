"""Settings: what somebody is told of, how, and how often; and the link in a mail that ends such mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common import kinds, newsletter_links, preferences, subscribing, unsubscribing
from common.forms import PaceForm
from common.kinds import Channel


@login_required
@require_http_methods(["GET", "POST"])
def notification_settings(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    pace = preferences.pace_of(person)
    form = PaceForm(request.POST or None, initial={"pace": pace.pace, "hour": pace.hour})
    if form.is_valid():
        with transaction.atomic():
            preferences.choose(person, _chosen(request))
            preferences.set_pace(person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notification_settings")
    context = {
        "form": form,
        "groups": _groups(person),
        "subscription": subscribing.subscription(person.email),
        "newsletter_end": newsletter_links.address(newsletter_links.END, person.email),
    }
    return render(request, "common/notification_settings.html", context)


# A mail program's own button posts here without a cookie, and therefore without a token of ours (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the mail may end such mail, logged in or not. Looking at the page ends nothing: filters look too."""
    try:
        ending = unsubscribing.read(token)
    except BadSignature as forged:
        raise Http404 from forged
    if request.method == "POST":
        ending.do()
    return render(request, "common/unsubscribe.html", {"title": ending.title, "done": ending.is_done()})


def _groups(person: Any) -> list[tuple[str, list[tuple[kinds.Kind, bool, bool]]]]:
    """Every kind that concerns the person, with its two switches as they are."""
    wishes = preferences.of([person.pk], paces=False)
    return [
        (group, [(kind, *(wishes.wants(person, kind, channel) for channel in Channel)) for kind in found])  # type: ignore[misc]
        for group, found in kinds.concerning(person)
    ]


def _chosen(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The switches of the kinds that the page showed; others stay as they are."""
    mine = {kind.code for _group, found in kinds.concerning(request.user) for kind in found}
    shown = [code for code in request.POST.getlist("kind") if code in mine]
    return [(code, channel, f"{channel}:{code}" in request.POST) for code in shown for channel in Channel]
