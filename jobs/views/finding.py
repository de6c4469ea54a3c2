"""Find work: the list of open jobs, one job's page, and the jobs somebody keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from common import paging
from common.lists.matching import is_only_common
from common.returning import way_back
from jobs import fitting, services
from jobs.criteria import Sort
from jobs.filters import FilterForm
from jobs.models import Job, SavedJob, Status
from jobs.page import JobPage
from jobs.saving import saved_among
from jobs.search import find
from jobs.searches import as_kept, kept_as

_LONGEST_PLACE = 120


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    who = fitting.freelancer(request.user)
    wanted, sort = form.criteria(), form.order(fits=who is not None)
    found = find(wanted, sort, after=request.GET.get("after", "")[:_LONGEST_PLACE], who=who)
    offered = {Sort.RELEVANCE: bool(wanted.text), Sort.FITS: who is not None}
    context = {
        "form": form,
        "found": found,
        "sort": sort,
        "sorts": [(each, each == sort, form.query(sort=each.value)) for each in Sort if offered.get(each, True)],
        "explained": fitting.explained(who) if who and sort == Sort.FITS else "",
        "kept_as": kept_as(request.user, form),
        "can_keep": bool(as_kept(form)),
        "saved": saved_among(request.user, found.jobs),
        "only_common": not found.jobs and wanted.text and is_only_common(wanted.text),
        "first": form.query(),
        "by_newest": form.query(sort=Sort.NEWEST.value),
        "next": form.query(after=found.after) if found.after else "",
    }
    return render(request, "jobs/list.html", context)


@require_safe
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody may look at what was published; a draft belongs to its client alone."""
    jobs = Job.objects.select_related("category", "client__client_profile").prefetch_related("skills", "questions")
    job = get_object_or_404(jobs, pk=pk)
    person = request.user if isinstance(request.user, User) else None
    if job.status == Status.DRAFT:
        if person is None or job.client_id != person.pk:
            raise Http404
        return redirect("job_edit", pk)
    if person is not None:
        services.client_seen(job, person)
    return render(request, "jobs/detail.html", {"job": job, "page": JobPage(job, person)})


@login_required
@require_safe
def saved_jobs(request: PersonRequest) -> HttpResponse:
    kept = SavedJob.objects.filter(person=request.user).select_related("job__category", "job__client__client_profile")
    page = paging.page(kept.prefetch_related("job__skills"), request.GET, size=20)
    jobs = [each.job for each in page.rows]
    return render(request, "jobs/saved.html", {"page": page, "jobs": jobs, "saved": {job.pk for job in jobs}})


@login_required
@require_POST
def job_save(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep a job, or let go of it: `keep` says which."""
    job = get_object_or_404(Job.objects.public(), pk=pk)
    keep = request.POST.get("keep", "yes") == "yes"
    (services.save if keep else services.unsave)(job, by=request.user)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "jobs/parts/save.html", {"job": job, "is_saved": keep})
    messages.success(request, _("Saved. You find it under Saved jobs.") if keep else _("No longer saved."))
    return redirect(way_back(request) or job)
