"""Reporting something, seeing what came of it, and blocking people. What one may not see is not there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import blocking, throttles
from accounts.requests import PersonRequest
from accounts.trust import news, registry, reporting
from accounts.trust.forms import ReportForm
from accounts.trust.models import Report
from accounts.trust.registry import Thing
from common import paging


@login_required
@require_http_methods(["GET", "POST"])
def report(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    thing = _thing(request, kind, pk)
    if Report.objects.filter(kind=kind, object_id=pk, reporter=request.user).exists():
        messages.info(request, _("You have reported this already. What came of it stands here."))
        return redirect("my_reports")
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if throttles.count(request, "report"):
            reporting.report(kind, pk, thing, by=request.user, **form.cleaned_data)
            messages.success(
                request, _("Thank you. An operator will look at it, and you will be told what came of it.")
            )
            return redirect("my_reports")
        wait = throttles.minutes_left(request, "report")
        form.add_error(None, _too_many(wait))
    return render(request, "accounts/trust/report.html", _page(kind, pk, thing) | {"form": form})


@login_required
@require_safe
def my_reports(request: PersonRequest) -> HttpResponse:
    mine = Report.objects.filter(reporter=request.user).select_related("case")
    page = paging.page(mine, request.GET, size=20)
    rows = [(each, news.outcome(each.case)) for each in page.rows]
    return render(request, "accounts/trust/reports.html", {"page": page, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def block(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """Block whoever stands behind a thing, under the name that it shows."""
    thing = _thing(request, kind, pk)
    if request.method == "POST":
        blocking.block(thing.owner, by=request.user, name=thing.owner_name)
        messages.success(request, _("{name} is blocked and is not told.").format(name=thing.owner_name))
        return redirect("blocked_people")
    return render(request, "accounts/trust/block.html", _page(kind, pk, thing))


@login_required
@require_safe
def blocked_people(request: PersonRequest) -> HttpResponse:
    page = paging.page(blocking.blocked_by(request.user), request.GET, size=20)
    return render(request, "accounts/trust/blocked.html", {"page": page})


@login_required
@require_POST
def unblock(request: PersonRequest, pk: int) -> HttpResponse:
    if pk >= 2**63 or not blocking.unblock(pk, by=request.user):
        raise Http404("Nobody's block, or not this person's.")
    messages.success(request, _("No longer blocked."))
    return redirect("blocked_people")


def _too_many(wait: int) -> str:
    return ngettext(
        "That is a lot of reports in a short time. Try again in {n} minute.",
        "That is a lot of reports in a short time. Try again in {n} minutes.",
        wait,
    ).format(n=wait)


def _thing(request: PersonRequest, kind: str, pk: int) -> Thing:
    thing = registry.find(kind, pk, request.user)
    if thing is None:
        raise Http404("Nothing that this person could report.")
    return thing


def _page(kind: str, pk: int, thing: Thing) -> dict[str, object]:
    reportable = registry.named(kind)
    return {"kind": kind, "number": pk, "thing": thing, "word": reportable.word if reportable else ""}
