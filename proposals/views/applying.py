"""Writing and sending a proposal. Nothing typed is lost: every refused post is kept as the draft."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from connects.errors import NotEnoughConnects, NoWallet
from jobs.errors import JobError
from jobs.models import Job
from proposals import changes, forms, services
from proposals.cost import spending
from proposals.errors import AlreadySent, NotAFreelancer, ProposalError, QuestionsOpen
from proposals.forms import ProposalForm
from proposals.models import Proposal, ProposalDraft, State
from proposals.services.applying import check_may_apply


@login_required
@require_http_methods(["GET", "POST"])
def apply(request: PersonRequest, job_id: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.public().select_related("client", "category"), pk=job_id)
    try:
        check_may_apply(job, request.user)
    except (ProposalError, NoWallet) as refused:
        return _turn_away(request, job, refused)
    if request.method == "POST":
        return _sent(request, job)
    draft = ProposalDraft.objects.filter(job=job, author=request.user).first()
    form = ProposalForm(job, initial=forms.of_draft(draft) if draft else None)
    return _page(request, job, form, draft=draft)


@login_required
@require_POST
def discard(request: PersonRequest, job_id: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.public(), pk=job_id)
    services.discard_draft(job, author=request.user)
    messages.info(request, f"The draft for “{job.title}” is gone.")
    return redirect("my_proposals")


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Proposal.objects.select_related("job"), pk=pk, author=request.user)
    if proposal.state != State.SUBMITTED or not proposal.job.is_live:
        messages.info(request, "A proposal can be edited until the client has opened it, while the job is open.")
        return redirect("proposal_detail", pk)
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(proposal.job, data, initial=forms.of_proposal(proposal))
    if form.is_valid():
        try:
            services.edit(proposal, author=request.user, **form.sent())
        except (ProposalError, JobError) as refused:
            form.add_error(None, _sentence(refused))
        else:
            messages.success(request, "Your proposal is changed. Editing costs nothing.")
            return redirect("proposal_detail", pk)
    return render(request, "proposals/edit.html", {"proposal": proposal, "job": proposal.job, "form": form})


def _sent(request: PersonRequest, job: Job) -> HttpResponse:
    form = ProposalForm(job, request.POST)
    if "save" in request.POST:
        return _saved(request, job, form)
    if form.is_valid():
        try:
            proposal = services.submit(job, author=request.user, **form.sent())
        except AlreadySent as refused:
            return _turn_away(request, job, refused)
        except NotEnoughConnects:
            # The page says how many are missing: nothing was sent and nothing taken.
            pass
        except (QuestionsOpen, JobError) as refused:
            form = ProposalForm(job, request.POST)
            form.add_error(None, _sentence(refused))
        else:
            messages.success(request, f"Your proposal for “{job.title}” is sent.")
            return redirect("proposal_detail", proposal.pk)
    draft = services.save_draft(job, author=request.user, **form.typed())
    job.refresh_from_db()
    return _page(request, job, form, draft=draft)


def _saved(request: PersonRequest, job: Job, form: ProposalForm) -> HttpResponse:
    """Keep what was typed. On the way to the shop too: what is written while Connects are short is not lost."""
    typed = form.typed()
    if request.POST["save"] == "buy":
        if any((typed["letter"], typed["bid"], *typed["answers"].values())):
            services.save_draft(job, author=request.user, **typed)
        return redirect(f"{reverse('buy_connects')}?job={job.pk}")
    services.save_draft(job, author=request.user, **typed)
    messages.success(request, "Draft saved. You find it under My proposals.")
    return redirect("proposal_apply", job.pk)


def _page(request: PersonRequest, job: Job, form: ProposalForm, *, draft: ProposalDraft | None) -> HttpResponse:
    context: dict[str, Any] = {"job": job, "form": form, "draft": draft, "spending": spending(job, request.user)}
    if draft is not None and not form.is_bound:
        context["changed"] = changes.since(job, draft.saved_at)
    return render(request, "proposals/apply.html", context)


def _turn_away(request: PersonRequest, job: Job, refused: Exception) -> HttpResponse:
    messages.info(request, _sentence(refused))
    if isinstance(refused, AlreadySent):
        mine = Proposal.objects.filter(job=job, author=request.user).first()
        return redirect("proposal_detail", mine.pk) if mine else redirect("job_detail", job.pk)
    if isinstance(refused, NotAFreelancer):
        return redirect("settings")
    return redirect("job_detail", job.pk)


def _sentence(refused: Exception) -> str:
    if isinstance(refused, ProposalError):
        return str(refused)
    return "This job takes no proposals now: it is paused or has ended. Your words are kept."
