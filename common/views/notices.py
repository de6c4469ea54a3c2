"""The notice centre."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from common import notices
from common.forms import NoticeFilter
from common.paging import page


@login_required
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    form = NoticeFilter(request.user, request.GET)
    found = notices.of(request.user, kinds=form.codes(), unread=form.only_unread())
    shown = page(found, request.GET, size=30)
    context = {
        "form": form,
        "page": shown,
        "unread": [notice for notice in shown.rows if notice.read_at is None],
        "filtered": form.codes() is not None or form.only_unread(),
    }
    return render(request, "common/notifications.html", context)


@login_required
@require_GET
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading a notice is what following its link is; doing so twice changes nothing."""
    notice = get_object_or_404(notices.of(request.user), pk=pk)
    notices.mark_read(request.user, one=notice.pk)
    # Rooms write these links, but a page must never send people to another site.
    local = notice.link.startswith("/") and not notice.link.startswith(("//", "/\\"))
    return redirect(notice.link if local else "notifications")


@login_required
@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(notices.of(request.user), pk=pk)
    notices.mark_read(request.user, one=notice.pk)
    return _back(request)


@login_required
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read that the filter finds and the page had shown: what has come since stays new."""
    newest = request.POST.get("up_to", "")
    if newest.isascii() and newest.isdigit() and len(newest) < 19:
        notices.mark_read(request.user, up_to=int(newest), kinds=NoticeFilter(request.user, request.POST).codes())
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the centre as it was filtered."""
    kept: dict[str, Any] = {name: request.POST[name] for name in ("about", "unread") if request.POST.get(name)}
    return HttpResponseRedirect(reverse("notifications") + (f"?{urlencode(kept)}" if kept else ""))
