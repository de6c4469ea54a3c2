"""Close job: how it ends, and what that means for those who sent proposals, before it is done."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from jobs import services
from jobs.errors import JobEnded, NobodyHired
from jobs.forms import CloseForm
from jobs.models import Job, JobEnd


@login_required
@require_http_methods(["GET", "POST"])
def job_close(request: PersonRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.public(), pk=pk, client=request.user)
    if not job.is_live:
        messages.info(request, _("This job has ended already."))
        return redirect(job)
    form = CloseForm(job, request.POST if request.method == "POST" else None)
    if form.is_valid() and _closed(request, job, form):
        return redirect(job)
    return render(request, "jobs/close.html", {"job": job, "form": form})


def _closed(request: PersonRequest, job: Job, form: CloseForm) -> bool:
    try:
        if form.cleaned_data["end"] == JobEnd.FILLED:
            services.fill(job, by=request.user)
            messages.success(request, _("Your job is closed as filled."))
        else:
            services.cancel(job, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Your job is cancelled. Everybody who sent a proposal is told."))
    except NobodyHired:
        form.add_error("end", _("Nobody was hired through this job: cancel it instead."))
        return False
    except JobEnded:
        messages.info(request, _("This job has ended already."))
    return True
