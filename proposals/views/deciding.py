"""What a client decides on a proposal: each a button, declining with a page of its own before it."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from common.returning import way_back
from jobs.errors import JobError
from proposals import services
from proposals.errors import ProposalError
from proposals.forms import DeclineForm
from proposals.models import Proposal, State
from proposals.rules import may_become


@login_required
@require_POST
def shortlist(request: PersonRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, services.shortlist, _("{name} is on the short list."))


@login_required
@require_POST
def unshortlist(request: PersonRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, services.unshortlist, _("{name} is off the short list."))


@login_required
@require_POST
def archive(request: PersonRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, services.archive, _("{name}'s proposal is in the archive."))


@login_required
@require_POST
def unarchive(request: PersonRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, services.unarchive, _("{name}'s proposal is back on the list."))


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = _received(request, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data["said"]
        return _decide(request, pk, partial(services.decline, reason=said), _("{name}'s proposal is declined."))
    if not _possible(proposal, State.DECLINED):
        return _too_late(request, pk)
    return render(request, "proposals/decline.html", {"proposal": proposal, "job": proposal.job, "form": form})


def _decide(request: PersonRequest, pk: int, verb: Callable[..., object], said: str) -> HttpResponse:
    proposal = _received(request, pk)
    try:
        verb(proposal, by=request.user)
    except JobError:
        messages.info(request, _("The job has ended, so nothing on it is decided any more."))
    except ProposalError as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, said.format(name=proposal.author.name))
    return redirect(way_back(request) or proposal.get_absolute_url())


def _received(request: PersonRequest, pk: int) -> Proposal:
    return get_object_or_404(
        Proposal.objects.select_related("job", "author", "agency"), pk=pk, job__client=request.user
    )


def _possible(proposal: Proposal, to: State) -> bool:
    return proposal.job.is_live and may_become(State(proposal.state), to)


def _too_late(request: PersonRequest, pk: int) -> HttpResponse:
    messages.info(request, _("That is no longer possible: this is where the proposal stands."))
    return redirect("proposal_detail", pk)
