"""The newsletter's pages: asking for it, saying yes by the link in a mail, and ending it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common import newsletter_links, subscribing
from common.forms import NewsletterForm
from common.returning import way_back

# Whoever asks hears the same, whatever we know of the address.
ASKED = gettext_noop("Look into your mailbox: the newsletter comes once you have followed the link in our mail.")


@require_http_methods(["GET", "POST"])
def newsletter(request: HttpRequest) -> HttpResponse:
    form = NewsletterForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="newsletter"):
            form.add_error(None, _("That was often. Try again in ten minutes."))
            return render(request, "common/newsletter.html", {"form": form}, status=429)
        # More mails to one mailbox than these would be a nuisance; the answer stays the same.
        if ratelimit.consume(request, action="newsletter_to", key=email.lower()):
            subscribing.ask(email)
        messages.success(request, _(ASKED))
        return redirect(way_back(request) or "newsletter")
    return render(request, "common/newsletter.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Saying yes takes a click on the page: mail filters follow links, too."""
    email = _mailbox(newsletter_links.CONFIRM, token)
    if request.method == "POST":
        subscribing.confirm(email)
    return render(request, "common/newsletter_confirm.html", {"done": request.method == "POST"})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter_end(request: HttpRequest, token: str) -> HttpResponse:
    email = _mailbox(newsletter_links.END, token)
    if request.method == "POST":
        subscribing.end(email)
    return render(request, "common/newsletter_end.html", {"done": subscribing.subscription(email) is None})


def _mailbox(name: str, token: str) -> str:
    try:
        return newsletter_links.read(name, token)
    except BadSignature as forged:
        raise Http404 from forged
