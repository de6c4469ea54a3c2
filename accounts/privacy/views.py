"""Settings, privacy: taking one's data along, and closing the account. Both ask again who it is, as allauth does."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.privacy import closing, exporting
from accounts.requests import PersonRequest


class CloseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("I know that this cannot be undone"),
        error_messages={"required": _("Tick this if you want to close the account.")},
    )


@login_required
@require_GET
def privacy(request: PersonRequest) -> HttpResponse:
    consent = request.user.consents.order_by("-at").first()
    return render(request, "accounts/privacy/overview.html", {"consent": consent})


@login_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def download(request: PersonRequest) -> FileResponse:
    """Everything, as one archive; of nobody but whoever is logged in."""
    made = exporting.archive(request.user, site=settings.SITE_NAME)
    name = f"{settings.SITE_NAME.lower()}-my-data.zip"
    answer = FileResponse(made, as_attachment=True, filename=name, content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def close(request: PersonRequest) -> HttpResponse:
    shown = closing.preview(request.user)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            closing.close(request.user, by=request.user)
        except closing.CannotClose as refused:
            shown = closing.Preview(refused.obstacles, shown.effects)
        else:
            logout(request)
            return redirect("account_closed")
    return render(request, "accounts/privacy/close.html", {"shown": shown, "form": form})


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/privacy/closed.html")
