"""Bidding on one's own proposal, and the public page that explains the auction with the reader's own case."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.agencies import standing as agencies
from accounts.models import User
from accounts.requests import PersonRequest
from common.numbers import in_connects
from connects import services as connects
from jobs.errors import JobError
from jobs.models import Job
from proposals import boost_table, boosts, services
from proposals.boost_forms import BoostForm
from proposals.errors import ProposalError
from proposals.models import Boost, BoostPolicy, Proposal
from proposals.services import inviting

_CLOSED = gettext_lazy("The job takes no bids now: it is paused or has ended.")


@login_required
@require_http_methods(["GET", "POST"])
def bid(request: PersonRequest, pk: int) -> HttpResponse:
    """The table of current bids, and the field to place a bid of one's own, or to raise it."""
    proposal = get_object_or_404(Proposal.objects.select_related("job", "agency"), pk=pk, author=request.user)
    if proposal.agency_id is not None and not agencies.is_in(request.user.pk, proposal.agency_id):
        raise Http404("Sent in the name of an agency that its author has left.")
    data = request.POST if request.method == "POST" else None
    offer = boost_table.offer(
        proposal.job, request.user, agency=proposal.agency, typed=data.get("boost") if data else ""
    )
    form = BoostForm(offer.table, data)
    if form.is_valid():
        try:
            boost = services.boost(proposal, by=request.user, connects=form.cleaned_data["boost"])
        except ProposalError as refused:
            form.add_error("boost", str(refused))
            proposal.refresh_from_db()
        except JobError:
            form.add_error("boost", _CLOSED)
        else:
            said = _("Your bid of {connects} is held: it is spent only if it counts.")
            messages.success(request, said.format(connects=in_connects(boost.connects)))
            return redirect("proposal_detail", pk)
        offer = boost_table.offer(proposal.job, request.user, agency=proposal.agency, typed=request.POST.get("boost"))
    mine = Boost.objects.filter(proposal=proposal, placed=True).first()
    context = {
        "proposal": proposal,
        "job": proposal.job,
        "form": form,
        "offer": offer,
        "table": offer.table,
        "mine": mine,
        "may_bid": offer.table.open and boosts.may_bid(proposal) and (mine is None or mine.state == Boost.State.HELD),
    }
    return render(request, "proposals/boost.html", context)


@require_GET
def explained(request: HttpRequest) -> HttpResponse:
    """`?job=3` works the rules through with that job's table and the reader's own balance."""
    person = request.user if isinstance(request.user, User) else None
    context: dict[str, Any] = {"policy": BoostPolicy.objects.get(pk=1), "job": None}
    if job := _asked_for(request):
        context |= {"job": job} | _own_case(job, person)
    elif person is not None and person.is_freelancer:
        context["balance"] = connects.balance_of(person)
        context["jobs"] = Job.objects.open().exclude(client=person).order_by("-published_at", "-id")[:5]
    return render(request, "proposals/boosts.html", context)


def _asked_for(request: HttpRequest) -> Job | None:
    number = request.GET.get("job", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        number = "0"
    return get_object_or_404(Job.objects.public(), pk=int(number))


def _own_case(job: Job, person: User | None) -> dict[str, Any]:
    """Somebody who could bid sees what it would leave them; everybody else the table alone."""
    if person is None or not person.is_freelancer or job.client_id == person.pk:
        return {"table": boost_table.of(job, person)}
    sent = Proposal.objects.select_related("agency").filter(job=job, author=person).first()
    invited = sent is None and inviting.waits_for(job, person)
    agency = sent.agency if sent and agencies.is_in(person.pk, sent.agency_id) else None
    offer = boost_table.offer(job, person, agency=agency, cost=0 if sent or invited else job.cost)
    return {"table": offer.table, "offer": offer, "sent": sent, "invited": invited}
