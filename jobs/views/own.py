"""A client's own jobs: the list of them, and what is done with one in a click."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from common import paging
from jobs import services
from jobs.errors import JobError
from jobs.models import Job, Status

_TABS = {
    "open": (gettext_lazy("Open"), Q(status__in=(Status.OPEN, Status.PAUSED))),
    "drafts": (gettext_lazy("Drafts"), Q(status=Status.DRAFT)),
    "closed": (gettext_lazy("Closed"), Q(status=Status.CLOSED)),
}


@login_required
@require_safe
def my_jobs(request: PersonRequest) -> HttpResponse:
    mine = Job.objects.filter(client=request.user)
    counts = mine.aggregate(**{key: Count("pk", filter=what) for key, (_, what) in _TABS.items()})
    tab = request.GET.get("tab", "")
    tab = tab if tab in _TABS else "open"
    shown = mine.filter(_TABS[tab][1]).select_related("category").defer("description").prefetch_related("closures")
    context = {
        "tab": tab,
        "tabs": [(key, label, counts[key]) for key, (label, _) in _TABS.items()],
        "page": paging.page(shown, request.GET, size=20),
        "any": any(counts.values()),
    }
    return render(request, "jobs/mine.html", context)


@login_required
@require_POST
def job_pause(request: PersonRequest, pk: int) -> HttpResponse:
    return _do(
        request, pk, services.pause, _("Paused. It is off the list and takes no proposals until you resume it.")
    )


@login_required
@require_POST
def job_resume(request: PersonRequest, pk: int) -> HttpResponse:
    return _do(request, pk, services.resume, _("Open again, and back on the list."))


@login_required
@require_POST
def job_extend(request: PersonRequest, pk: int) -> HttpResponse:
    return _do(request, pk, services.extend, _("Extended: the job has its full time again, from today."))


@login_required
@require_POST
def job_repost(request: PersonRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk, client=request.user, status=Status.CLOSED)
    copy = services.repost(job, by=request.user)
    messages.success(request, _("A new draft with the same words. Look it over and publish it."))
    return redirect("job_edit", copy.pk)


def _do(request: PersonRequest, pk: int, verb: Callable[..., object], said: str) -> HttpResponse:
    job = get_object_or_404(Job.objects.public(), pk=pk, client=request.user)
    try:
        verb(job, by=request.user)
    except JobError:
        messages.error(request, _("This job has ended."))
    else:
        messages.success(request, said)
    return redirect(job)
