"""Post a job: drafts, the price of a proposal while one writes, publishing, and edits after it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from accounts.trust.errors import NotAllowedNow
from jobs import services
from jobs.errors import AlreadyFeaturing, FieldErrors, JobEnded, JobError, MayNotFeature
from jobs.featuring import may_feature
from jobs.forms import JobForm
from jobs.locking import band_sentence
from jobs.models import Job, Status
from jobs.preview import Preview
from jobs.wording import within_a_sentence


@login_required
@require_http_methods(["GET", "POST"])
def job_new(request: PersonRequest) -> HttpResponse:
    if not request.user.is_client:
        messages.info(request, _("Posting jobs belongs to hiring. You can take on that role here."))
        return redirect("settings")
    form = JobForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        job = services.draft(request.user, **form.fields_of())
        return _published(request, job, form) if "publish" in request.POST else _saved(request, job)
    return _page(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def job_edit(request: PersonRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.select_related("category"), pk=pk, client=request.user)
    if job.status == Status.CLOSED:
        messages.info(request, _("This job has ended; it can be posted again, but not edited."))
        return redirect(job)
    form = JobForm(request.POST if request.method == "POST" else None, job=job)
    if form.is_valid():
        if job.status != Status.DRAFT:
            return _edited(request, job, form)
        services.edit(job, by=request.user, **form.fields_of())
        return _published(request, job, form) if "publish" in request.POST else _saved(request, job)
    return _page(request, form, job)


@login_required
@require_POST
def job_discard(request: PersonRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk, client=request.user, status=Status.DRAFT)
    services.discard(job, by=request.user)
    messages.success(request, _("The draft is gone."))
    return redirect("my_jobs")


@login_required
@require_safe
def job_price(request: HttpRequest) -> HttpResponse:
    """What a proposal would cost for what is typed so far: a part of the form's page."""
    return render(request, "jobs/parts/preview.html", {"preview": Preview.of(JobForm(request.GET))})


def _saved(request: PersonRequest, job: Job) -> HttpResponse:
    messages.success(request, _("Draft saved. Only you see it."))
    return redirect("job_edit", job.pk)


def _published(request: PersonRequest, job: Job, form: JobForm) -> HttpResponse:
    if _asks_to_contact(request, form):
        return _page(request, form, job)
    try:
        services.publish(job, by=request.user)
    except FieldErrors as refused:
        form.add_errors(refused)
    except MayNotFeature:
        form.add_error(
            "featured",
            _(
                "Featuring needs a trust label: an e-mail address at your company's own domain, "
                "or a payment made here."
            ),
        )
    except AlreadyFeaturing:
        form.add_error("featured", _("You feature another job already: one at a time."))
    except NotAllowedNow as refused:
        form.add_error(None, str(refused))
    except JobEnded:
        return redirect(job)
    else:
        messages.success(request, _is_open(job))
        return redirect(job)
    return _page(request, form, job)


def _asks_to_contact(request: PersonRequest, form: JobForm) -> list[str]:
    """What the writer is asked, once and gently, to leave out; whoever means it publishes all the same."""
    return [] if "contact_meant" in request.POST else form.contact_hint()


def _edited(request: PersonRequest, job: Job, form: JobForm) -> HttpResponse:
    try:
        revision = services.edit(job, by=request.user, **form.fields_of())
    except FieldErrors as refused:
        form.add_errors(refused)
        job.refresh_from_db()
        return _page(request, form, job)
    except JobError:
        return redirect(job)
    if revision is None:
        messages.info(request, _("Nothing has changed."))
    else:
        names = ", ".join(within_a_sentence(name) for name in revision.changes)
        messages.success(request, _("Changed: {names}. Everybody can see what it was before.").format(names=names))
    return redirect(job)


def _is_open(job: Job) -> str:
    said = ngettext(
        "Your job is open. A proposal for it costs {n} Connect.",
        "Your job is open. A proposal for it costs {n} Connects.",
        job.cost,
    )
    return said.format(n=job.cost)


def _page(request: PersonRequest, form: JobForm, job: Job | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "job": job, "may_feature": may_feature(request.user)}
    if job is None or job.status == Status.DRAFT:
        context["preview"] = Preview.of(form)
        return render(request, "jobs/form.html", context)
    context |= {"cost": services.promised(job), "band": band_sentence(job)}
    return render(request, "jobs/edit.html", context)
