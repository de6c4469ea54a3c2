"""The demo's mail page: every mail as the site's own outbox knows it.

The rows are shown and not the files under `var/mail`: they are there whatever EMAIL_URL says, each has an address, and
they tell sent from still waiting. `sent_at` is set only once the mail backend has taken the mail.
"""

import re

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from common import letters
from common.models import Mail
from common.paging import page
from common.views.demo import demo_only

# Where the page that a mail is begins to say things about itself; in a bare fragment, its very beginning.
_HEAD = re.compile(r"<head[^>]*>|\A(?!.*<head)", re.IGNORECASE | re.DOTALL)
# Two ignores below: django-csp's types know no view with arguments.
# A mail is a stranger's page: no script, no form, no request but for its pictures. Its links open in the whole window.
_SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"


@demo_only
@require_GET
def demo_mail(request: HttpRequest) -> HttpResponse:
    """All mails, newest first, or one person's (`?to=`). Whoever is in the demo may read them: nobody here is real."""
    mails = Mail.objects.defer("html", "text")
    to = request.GET.get("to", "").replace("\x00", "").strip()[:254]
    if to:
        mails = mails.filter(to__iexact=to)
    return render(request, "demo/mail.html", {"page": page(mails, request.GET, size=30), "to": to})


@demo_only
@require_GET
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def demo_mail_one(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(Mail, pk=pk)
    return render(request, "demo/mail_one.html", {"mail": mail, "text": letters.text(mail), "sandbox": _SANDBOX})


@demo_only
@require_GET
@xframe_options_sameorigin
@csp(  # type: ignore[arg-type]
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE, SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "frame-ancestors": [SELF],
        "sandbox": _SANDBOX.split(),
    }
)
def demo_mail_html(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - every view is given the request
    """The mail's own HTML, for the frame. Its links leave the frame."""
    mail = get_object_or_404(Mail.objects.exclude(html=""), pk=pk)
    return HttpResponse(_HEAD.sub(r'\g<0><base target="_top">', letters.html(mail), count=1))
