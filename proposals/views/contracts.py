"""Contracts of somebody, on either side, and the reviews at their end."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.agencies import standing as agencies
from accounts.models import User
from accounts.requests import PersonRequest
from common import clock, paging
from jobs.errors import JobError
from proposals import services
from proposals.errors import ProposalError
from proposals.hiring_forms import ReasonForm, ReviewForm
from proposals.models import Contract, Review
from proposals.services.contracting import side_of
from proposals.services.reviewing import may_be_written

_TABS = {
    "active": (gettext_lazy("Active"), Q(status=Contract.Status.ACTIVE)),
    "over": (gettext_lazy("Finished or ended"), ~Q(status=Contract.Status.ACTIVE)),
}


@login_required
@require_GET
def contracts(request: PersonRequest) -> HttpResponse:
    """Those somebody has as a client, as a freelancer, or for an agency that they run."""
    mine, tab = _of(request.user), request.GET.get("tab", "")
    tab = tab if tab in _TABS else "active"
    page = paging.page(mine.filter(_TABS[tab][1]), request.GET, size=20)
    tabs = [(key, label, mine.filter(which).count()) for key, (label, which) in _TABS.items()]
    return render(request, "proposals/contracts.html", {"page": page, "tab": tab, "tabs": tabs})


@login_required
@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    contract, side = _of_mine(request, pk, left_too=True)
    reviews = {each.by_client: each for each in contract.reviews.select_related("author")}
    by_client = side == "client"
    mine, theirs = reviews.get(by_client), reviews.get(not by_client)
    if side == "left" and mine and not mine.shown_at:
        # The agency's, which the reader has left.
        mine = None
    context = {
        "contract": contract,
        "proposal": contract.proposal,
        "job": contract.proposal.job,
        "offer": contract.offer,
        "side": side,
        "mine": mine,
        "theirs": theirs if theirs and theirs.shown_at else None,
        "they_wrote": theirs is not None,
        "may_review": may_be_written(contract, clock.now()),
    }
    return render(request, "proposals/contract.html", context)


@login_required
@require_POST
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    contract, _side = _of_mine(request, pk, side="freelancer")
    return _act(request, contract, services.ask_to_finish, _("The client is asked to mark it finished."))


@login_required
@require_http_methods(["GET", "POST"])
def finish(request: PersonRequest, pk: int) -> HttpResponse:
    contract, _side = _of_mine(request, pk, side="client")
    if request.method == "POST":
        return _act(request, contract, services.finish, _("The contract is finished. You can write a review now."))
    if not contract.is_running:
        return redirect(contract)
    return render(request, "proposals/contract_finish.html", _about(contract))


@login_required
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    contract, side = _of_mine(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = partial(services.end, reason=form.cleaned_data["reason"])
        return _act(request, contract, act, _("The contract has ended. You can write a review now."))
    if not contract.is_running:
        return redirect(contract)
    return render(request, "proposals/contract_end.html", _about(contract) | {"form": form, "side": side})


@login_required
@require_http_methods(["GET", "POST"])
def review(request: PersonRequest, pk: int) -> HttpResponse:
    contract, side = _of_mine(request, pk)
    before = Review.objects.filter(contract=contract, by_client=side == "client").first()
    initial = {"stars": before.stars, "text": before.text} if before else None
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        act = partial(services.review, **form.cleaned_data)
        return _act(request, contract, act, _("Your review is kept."))
    if not may_be_written(contract, clock.now()):
        return redirect(contract)
    return render(request, "proposals/review.html", _about(contract) | {"form": form, "side": side, "before": before})


def _of(person: User) -> QuerySet[Contract]:
    # Each side by its own index: one condition over three tables would read every contract there is.
    sides = [
        Q(proposal__author=person),
        Q(proposal__job__client=person),
        Q(proposal__agency__in=agencies.run_by(person)),
    ]
    first, *others = [Contract.objects.filter(side).values("pk") for side in sides]
    return Contract.objects.filter(pk__in=first.union(*others)).select_related(
        "proposal__job__client", "proposal__author", "proposal__agency", "offer"
    )


def _of_mine(request: PersonRequest, pk: int, *, side: str = "", left_too: bool = False) -> tuple[Contract, str]:
    """The contract, and on which side the reader stands. For others, or on the other side, there is none.

    With `left_too` whoever was hired for an agency and has left it still reads it, and acts no more.
    """
    rows = Contract.objects.select_related(
        "proposal__job__client", "proposal__author", "proposal__agency", "offer", "ended_by"
    )
    contract = get_object_or_404(rows, pk=pk)
    stands = side_of(contract.proposal, request.user)
    if stands is None and left_too and contract.proposal.author_id == request.user.pk:
        stands = "left"
    if stands is None or (side and stands != side):
        raise Http404("Not this person's.")
    return contract, stands


def _about(contract: Contract) -> dict[str, object]:
    return {"contract": contract, "proposal": contract.proposal, "job": contract.proposal.job}


def _act(request: PersonRequest, contract: Contract, verb: Callable[..., object], said: str) -> HttpResponse:
    try:
        verb(contract, by=request.user)
    except (ProposalError, JobError) as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(contract)
