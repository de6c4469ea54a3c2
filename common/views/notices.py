"""The notice centre."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from common import notices
from common.paging import page


@login_required
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    shown = page(notices.of(request.user), request.GET, size=30)
    context = {"page": shown, "unread": [notice for notice in shown.rows if notice.read_at is None]}
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
    return redirect("notifications")


@login_required
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read that the page had shown: what has come since stays new."""
    newest = request.POST.get("up_to", "")
    if newest.isascii() and newest.isdigit() and len(newest) < 19:
        notices.mark_read(request.user, up_to=int(newest))
    return redirect("notifications")
