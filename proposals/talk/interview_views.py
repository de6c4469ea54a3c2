"""Inviting to an interview, answering, taking it back. What it means for a refund stands before each click."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from jobs.errors import JobError
from proposals.errors import ProposalError
from proposals.models import Interview, Proposal, Side
from proposals.talk import interviews, page, refund_words, tries
from proposals.talk.forms import InterviewForm
from proposals.talk.views import found_for


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = _of_side(request, pk, Side.CLIENT)
    form = InterviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (wait := tries.too_many(request)):
        form.add_error("text", wait)
    if form.is_valid():
        said = _("{name} is invited. You are told as soon as they answer.").format(name=proposal.author.name)
        return _do(request, proposal, lambda: interviews.invite(proposal, by=request.user, **form.cleaned_data), said)
    if request.method == "GET" and (interviews.open_one(proposal) or not page.may_invite(proposal, Side.CLIENT)):
        messages.info(request, _("There is nothing to invite to now: this is where it stands."))
        return redirect("talk", pk)
    context = {"proposal": proposal, "job": proposal.job, "form": form, "means": refund_words.for_client(proposal)}
    return render(request, "proposals/talk/invite.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = _of_side(request, pk, Side.FREELANCER)
    if request.method == "POST":
        interview = _named(proposal, request.POST.get("interview"))
        if request.POST.get("answer") == "accept":
            said = _("You have accepted: agree on a time here.")
            return _do(request, proposal, lambda: interviews.accept(interview, by=request.user), said)
        if request.POST.get("answer") == "turn_down":
            said = _("The invitation is turned down. You can go on writing.")
            return _do(request, proposal, lambda: interviews.turn_down(interview, by=request.user), said)
    waiting = interviews.open_one(proposal)
    if waiting is None or not proposal.job.is_live:
        messages.info(request, _("No invitation waits for an answer."))
        return redirect("talk", pk)
    context = {
        "proposal": proposal,
        "job": proposal.job,
        "interview": waiting,
        "means": refund_words.for_freelancer(proposal),
    }
    return render(request, "proposals/talk/answer.html", context)


@login_required
@require_POST
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = _of_side(request, pk, Side.CLIENT)
    interview = _named(proposal, request.POST.get("interview"))
    said = _("The invitation is taken back.")
    return _do(request, proposal, lambda: interviews.take_back(interview, by=request.user), said)


def _of_side(request: PersonRequest, pk: int, wanted: Side) -> Proposal:
    proposal, side = found_for(request, pk)
    if side != wanted:
        raise Http404("For the other side.")
    return proposal


def _named(proposal: Proposal, number: str | None) -> Interview:
    """The invitation that the page showed: a later one is not answered by an old page. Raises Http404."""
    waiting = interviews.open_one(proposal)
    if not number and waiting:
        return waiting
    if not number or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404
    found = Interview.objects.filter(proposal=proposal, pk=int(number)).first()
    if found is None:
        raise Http404
    found.proposal = proposal
    return found


def _do(request: PersonRequest, proposal: Proposal, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except JobError:
        messages.info(request, _("The job has ended meanwhile, so nothing was done. Its refund rule decides."))
    except ProposalError as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("talk", proposal.pk)
