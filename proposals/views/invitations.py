"""Invitations to a job: sent from a freelancer's profile, listed for both sides, declined."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import PersonRequest
from common import paging
from jobs.errors import JobError
from jobs.models import Job
from proposals import services
from proposals.errors import ProposalError
from proposals.hiring_forms import InviteForm, ReasonForm
from proposals.models import JobInvitation
from talent.models import FreelancerProfile


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: PersonRequest, handle: str) -> HttpResponse:
    """Invite this freelancer to one of one's open jobs; `?job=` chooses it."""
    profile = get_object_or_404(FreelancerProfile.objects.public().select_related("person"), handle=handle)
    jobs = Job.objects.open().filter(client=request.user).order_by("-id")
    form = InviteForm(
        jobs, request.POST if request.method == "POST" else None, initial={"job": request.GET.get("job", "")}
    )
    if form.is_valid():
        job = form.cleaned_data["job"]
        try:
            services.invite(job, person=profile.person, by=request.user, message=form.cleaned_data["message"])
        except JobError:
            form.add_error("job", _("This job is paused or has ended: nobody can be invited to it."))
        except ProposalError as refused:
            form.add_error(None, str(refused))
        else:
            said = _("{name} is invited to “{job}”.").format(name=profile.person.name, job=job.title)
            messages.success(request, said)
            return redirect("job_invitations", job.pk)
    context = {"profile": profile, "form": form, "jobs": jobs, "own": profile.person_id == request.user.pk}
    return render(request, "proposals/invite.html", context)


@login_required
@require_GET
def of_job(request: PersonRequest, job_id: int) -> HttpResponse:
    """Whom its client has invited, and what they answered."""
    job = get_object_or_404(Job.objects.public(), pk=job_id, client=request.user)
    sent = JobInvitation.objects.filter(job=job).select_related("person__freelancer_profile")
    page = paging.page(sent, request.GET, size=20)
    return render(request, "proposals/job_invitations.html", {"job": job, "page": page})


@login_required
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """The jobs that somebody was invited to."""
    got = JobInvitation.objects.filter(person=request.user).select_related("job__client__client_profile")
    page = paging.page(got, request.GET, size=20)
    return render(request, "proposals/my_invitations.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    rows = JobInvitation.objects.select_related("job__client", "person")
    invitation = get_object_or_404(rows, pk=pk, person=request.user)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.decline_invitation(invitation, by=request.user, reason=form.cleaned_data["reason"])
        except (ProposalError, JobError) as refused:
            messages.info(request, str(refused))
        else:
            messages.success(request, _("The invitation is declined. The client reads why."))
        return redirect("my_invitations")
    if not invitation.waits:
        return redirect("my_invitations")
    context = {"invitation": invitation, "job": invitation.job, "form": form}
    return render(request, "proposals/invitation_decline.html", context)
