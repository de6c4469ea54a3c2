"""Offers as their two sides see them: made, read, accepted, declined, taken back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PersonRequest
from jobs.errors import JobError
from jobs.models import Job
from proposals import consequences, hiring_forms, services
from proposals.errors import ProposalError
from proposals.hiring_forms import OfferForm, ReasonForm
from proposals.models import HiringPolicy, Offer, Proposal, State
from proposals.rules import may_become
from proposals.services.contracting import side_of
from talent.models import FreelancerProfile

_ENDED = gettext_lazy("The job has ended, so nothing on it is decided any more.")


@login_required
@require_http_methods(["GET", "POST"])
def make(request: PersonRequest, pk: int) -> HttpResponse:
    """The client offers the author of a proposal the work."""
    sent = Proposal.objects.select_related("job__client", "author", "agency", "refund_policy")
    proposal = get_object_or_404(sent, pk=pk, job__client=request.user)
    if not _offerable(proposal):
        messages.info(request, _("No offer can be made now: this is where the proposal stands."))
        return redirect("proposal_detail", pk)
    form = OfferForm(request.POST if request.method == "POST" else None, initial=hiring_forms.of_proposal(proposal))
    if form.is_valid() and (made := _made(request, form, partial(services.offer, proposal))):
        return made
    return _form_page(request, form, proposal.job, proposal.author.name, proposal=proposal)


@login_required
@require_http_methods(["GET", "POST"])
def make_unasked(request: PersonRequest, job_id: int, handle: str) -> HttpResponse:
    """The client offers the work to somebody who has sent no proposal."""
    job = get_object_or_404(Job.objects.live(), pk=job_id, client=request.user)
    profile = get_object_or_404(FreelancerProfile.objects.public().select_related("person"), handle=handle)
    if sent := Proposal.objects.filter(job=job, author=profile.person).first():
        return redirect("proposal_offer", sent.pk)
    form = OfferForm(request.POST if request.method == "POST" else None, initial=hiring_forms.of_job(job))
    act = partial(services.offer_unasked, job, to=profile.person)
    if form.is_valid() and (made := _made(request, form, act)):
        return made
    return _form_page(request, form, job, profile.person.name, person=profile.person)


@login_required
@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    offer, side = _of_mine(request, pk)
    live = offer.is_open and offer.proposal.job.is_live
    context = {
        "offer": offer,
        "proposal": offer.proposal,
        "job": offer.proposal.job,
        "side": side,
        "contract": getattr(offer, "contract", None),
        "may_answer": live and side == "freelancer",
        "may_take_back": live and side == "client",
        "means": consequences.of_answering(offer.proposal) if side == "freelancer" else "",
    }
    return render(request, "proposals/offer.html", context)


@login_required
@require_POST
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    offer, _side = _of_mine(request, pk, side="freelancer")
    return _act(request, offer, services.accept, _("Accepted: the contract has begun."))


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    offer, _side = _of_mine(request, pk, side="freelancer")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = partial(services.decline_offer, reason=form.cleaned_data["reason"])
        return _act(request, offer, act, _("The offer is declined. The client reads why."))
    if not (offer.is_open and offer.proposal.job.is_live):
        return redirect(offer)
    means = consequences.of_answering(offer.proposal)
    context = {"offer": offer, "proposal": offer.proposal, "job": offer.proposal.job, "form": form, "means": means}
    return render(request, "proposals/offer_decline.html", context)


@login_required
@require_POST
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    offer, _side = _of_mine(request, pk, side="client")
    return _act(request, offer, services.take_back, _("The offer is taken back."))


def _offerable(proposal: Proposal) -> bool:
    """One that is unopened is opened by the offer."""
    state = State(proposal.state)
    return proposal.job.is_live and (state == State.SUBMITTED or may_become(state, State.OFFERED))


def _made(request: PersonRequest, form: OfferForm, act: Callable[..., Offer]) -> HttpResponse | None:
    """Where to go when it is made; None when it was refused, and the form says why."""
    try:
        offer = act(form.terms(), by=request.user)
    except JobError:
        form.add_error(None, _("The job is paused or has ended. Nothing was offered."))
        return None
    except ProposalError as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, _("The offer is with {name}.").format(name=offer.proposal.author.name))
    return redirect(offer)


def _form_page(request: PersonRequest, form: OfferForm, job: Job, name: str, **about: Any) -> HttpResponse:
    means = consequences.of_offering(about.get("proposal"), name)
    days = HiringPolicy.objects.get(pk=1).offer_days
    context = {"form": form, "job": job, "name": name, "means": means, "days": days, **about}
    return render(request, "proposals/offer_form.html", context)


def _of_mine(request: PersonRequest, pk: int, *, side: str = "") -> tuple[Offer, str]:
    """The offer, and on which side the reader stands. For others, or on the other side, there is none."""
    rows = Offer.objects.select_related(
        "proposal__job__client", "proposal__author", "proposal__agency", "proposal__refund_policy", "contract"
    )
    offer = get_object_or_404(rows, pk=pk)
    stands = side_of(offer.proposal, request.user)
    if stands is None or (side and stands != side):
        raise Http404("Not this person's.")
    return offer, stands


def _act(request: PersonRequest, offer: Offer, verb: Callable[..., object], said: str) -> HttpResponse:
    try:
        verb(offer, by=request.user)
    except JobError:
        messages.info(request, _ENDED)
    except ProposalError as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(offer)
