"""A freelancer's own proposals, and one proposal as each of its two sides sees it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.agencies import standing as agencies
from accounts.agencies.doors import for_running
from accounts.models import AgencyMember
from accounts.requests import PersonRequest
from jobs import services as jobs
from jobs.errors import JobError
from proposals import changes, mine, paging, pending, services, timeline
from proposals.errors import ProposalError
from proposals.models import Proposal, State
from proposals.refunds import standing
from proposals.rules import may_become
from proposals.services.withdrawing import afterwards, forfeits, may_withdraw, returns
from proposals.standing import ended_by_ban
from proposals.taking_down import was_removed
from talent.badges import with_badges


@login_required
@require_GET
def my_proposals(request: PersonRequest) -> HttpResponse:
    drafts = mine.drafts(request.user)
    context = _listed(request, mine.of(request.user))
    context["counts"]["drafts"] = drafts.count()
    if request.GET.get("tab") == "drafts":
        return render(request, "proposals/drafts.html", context | {"drafts": drafts[:50]})
    return render(request, "proposals/mine.html", context)


@require_GET
@for_running
def agency_proposals(request: PersonRequest, seat: AgencyMember) -> HttpResponse:
    """What was sent in an agency's name, by whom, for those who run it."""
    context = _listed(request, mine.of_agency(seat.agency)) | {"seat": seat}
    return render(request, "proposals/of_agency.html", context)


@login_required
@require_GET
def proposal_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """Its author follows it here, and so do those who run the agency it was sent for; the job's client reads it here,
    which marks it viewed. For others there is none."""
    found = Proposal.objects.select_related(
        "job__client", "author__freelancer_profile", "refund_policy", "wallet", "agency"
    )
    badges = with_badges("author__freelancer_profile__")
    proposal = get_object_or_404(found.prefetch_related("job__closures", "answers", "offers", badges), pk=pk)
    if proposal.author_id == request.user.pk:
        return _to_author(request, proposal)
    if proposal.job.client_id == request.user.pk:
        return _to_client(request, proposal)
    if agencies.runs(request.user, proposal.agency_id):
        return _to_author(request, proposal)
    raise Http404


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Proposal.objects.select_related("job", "refund_policy", "agency", "author"), pk=pk)
    if not may_withdraw(proposal, request.user):
        raise Http404("Not this person's to withdraw.")
    if request.method == "POST":
        try:
            services.withdraw(proposal, by=request.user)
        except JobError:
            messages.info(
                request, _("The job has ended meanwhile, so nothing was withdrawn. Its refund rule decides.")
            )
        except ProposalError as refused:
            messages.info(request, str(refused))
        else:
            messages.success(request, _withdrawn(request, proposal))
        return redirect("proposal_detail", pk)
    if not _withdrawable(proposal):
        return redirect("proposal_detail", pk)
    context = {
        "proposal": proposal,
        "job": proposal.job,
        "forfeits": forfeits(proposal),
        "afterwards": afterwards(proposal, request.user),
        "returns": returns(proposal),
        "held": proposal.boosts.filter(state="held").first(),
    }
    return render(request, "proposals/withdraw.html", context)


def _to_author(request: PersonRequest, proposal: Proposal) -> HttpResponse:
    waiting = pending.of_proposals([proposal.pk]).get(proposal.pk)
    own = proposal.author_id == request.user.pk
    here = proposal.agency is None or agencies.is_in(request.user.pk, proposal.agency_id)
    context = {
        "proposal": proposal,
        "job": proposal.job,
        "events": timeline.events(proposal, waiting),
        "refund": standing(proposal, waiting),
        "booked": _booked(proposal),
        "changed": changes.since(proposal.job, proposal.edited_at or proposal.sent_at),
        "may_edit": own and here and proposal.state == State.SUBMITTED and proposal.job.is_live,
        "may_withdraw": may_withdraw(proposal, request.user) and _withdrawable(proposal),
        "own": own,
        "by_ban": ended_by_ban(proposal),
        "removed": was_removed(proposal),
        "may_boost": own and here,
        "has_left": own and not here,
        "sees_books": proposal.agency is None or agencies.runs(request.user, proposal.agency_id),
    }
    return render(request, "proposals/detail.html", context)


def _to_client(request: PersonRequest, proposal: Proposal) -> HttpResponse:
    services.view(proposal, by=request.user)
    jobs.client_seen(proposal.job, request.user)
    live, state = proposal.job.is_live, State(proposal.state)
    context = {
        "proposal": proposal,
        "job": proposal.job,
        "by_ban": ended_by_ban(proposal),
        "removed": was_removed(proposal),
        "may_offer": live and may_become(state, State.OFFERED),
        "may_shortlist": live and may_become(state, State.SHORTLISTED),
        "may_unshortlist": live and state == State.SHORTLISTED,
        "may_decline": live and may_become(state, State.DECLINED),
    }
    return render(request, "proposals/received_one.html", context)


def _withdrawable(proposal: Proposal) -> bool:
    return proposal.job.is_live and may_become(State(proposal.state), State.WITHDRAWN)


def _listed(request: PersonRequest, sent: QuerySet[Proposal]) -> dict[str, Any]:
    """One page of proposals, with the tabs above them."""
    counts, tab = mine.counts(sent), mine.tab_named(request.GET.get("tab", ""))
    page = paging.page(mine.rows(sent, tab), request.GET)
    waiting = pending.of_proposals([each.pk for each in page.rows])
    rows = [(each, standing(each, waiting.get(each.pk))) for each in page.rows]
    return {
        "tabs": [(each, counts[each.key]) for each in mine.TABS],
        "counts": counts,
        "tab": tab,
        "page": page,
        "rows": rows,
    }


def _withdrawn(request: PersonRequest, proposal: Proposal) -> str:
    if proposal.author_id == request.user.pk:
        return _("Your proposal for “{job}” is withdrawn.").format(job=proposal.job.title)
    return _("{name}'s proposal for “{job}” is withdrawn.").format(name=proposal.author.name, job=proposal.job.title)


def _booked(proposal: Proposal) -> dict[str, int]:
    """The wallet's bookings about this proposal, to link to: {"spend": 17, "refund": 29}."""
    own = proposal.reference
    # What support gave back names its ticket as its cause.
    about = proposal.wallet.transactions.filter(Q(cause=own) | Q(reverses__cause=own))
    return dict(about.values_list("kind", "pk"))
