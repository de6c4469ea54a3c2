"""The page of a conversation, what is written there, and what arrives while it is open. Others find nothing: 404."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import PersonRequest
from jobs import services as jobs
from jobs.errors import JobError
from proposals import paging
from proposals.errors import ProposalError
from proposals.models import Message, Proposal, Side, Thread
from proposals.talk import listing, page, parties, policy, reading, tries, writing
from proposals.talk.errors import FilesRefused
from proposals.talk.forms import MessageForm, new_token

_LARGEST = 2**63 - 1


@login_required
@require_GET
def conversations(request: PersonRequest) -> HttpResponse:
    sort = request.GET.get("sort", "")
    sort = sort if sort in listing.SORTS else "newest"
    found = paging.page(listing.of(request.user), request.GET, order=listing.SORTS[sort][1])
    context = {
        "page": found,
        "rows": listing.rows(request.user, found),
        "sort": sort,
        "sorts": [(key, label) for key, (label, _) in listing.SORTS.items()],
    }
    return render(request, "proposals/talk/conversations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def talk(request: PersonRequest, pk: int) -> HttpResponse:
    proposal, side = found_for(request, pk)
    jobs.client_seen(proposal.job, request.user)
    if request.method == "POST":
        return _written(request, proposal, side)
    return _page(request, proposal, side, MessageForm(policy.figures()))


@require_GET
def news(request: PersonRequest, pk: int) -> HttpResponse:
    """What came after what the page shows: asked every other second, and mostly answered with nothing at all."""
    if not request.user.is_authenticated:
        # Whoever was logged out meanwhile is asked to log in by their next click, not in the middle of the page.
        return HttpResponse(status=286)
    glance = reading.glance(request.user, pk)
    if glance is None:
        raise Http404
    after, seen = _number(request.GET.get("after")), _number(request.GET.get("seen"))
    looking = request.GET.get("looking") != "no"
    if glance.newest <= after and glance.seen <= seen and not (glance.unread and looking):
        return HttpResponse(status=204)
    proposal, side = found_for(request, pk)
    return _news(request, proposal, side, after=after, looking=looking)


def found_for(request: PersonRequest, pk: int) -> tuple[Proposal, Side]:
    """The proposal and which side of it the reader is on. Raises Http404 for everybody else."""
    found = Proposal.objects.select_related(
        "job__client", "author__freelancer_profile", "agency", "thread", "refund_policy"
    )
    proposal = get_object_or_404(found, pk=pk)
    side = parties.side_of(proposal, request.user)
    if side is None:
        raise Http404
    return proposal, side


def _written(request: PersonRequest, proposal: Proposal, side: Side) -> HttpResponse:
    form = MessageForm(policy.figures(), request.POST, request.FILES)
    if form.is_valid() and (wait := tries.too_many(request)):
        form.add_error("text", wait)
    if form.is_valid():
        try:
            writing.send(proposal, by=request.user, **form.cleaned_data)
        except FilesRefused as refused:
            form.add_error("files", str(refused))
        except ProposalError as refused:
            form.add_error("text", str(refused))
        except JobError:
            form.add_error("text", _("The job has ended meanwhile, so nothing more is written here."))
        else:
            return _sent(request, proposal, side)
    if request.htmx:  # type: ignore[attr-defined]
        # The page keeps what was typed and which files were chosen.
        answer = render(request, "proposals/talk/errors.html", {"errors": form.sentences()})
        answer["HX-Retarget"], answer["HX-Reswap"] = "#talk-errors", "innerHTML"
        return answer
    return _page(request, proposal, side, form)


def _sent(request: PersonRequest, proposal: Proposal, side: Side) -> HttpResponse:
    after = _number(request.POST.get("after"))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("talk", proposal.pk)
    proposal, side = found_for(request, proposal.pk)
    answer = _news(request, proposal, side, after=after, looking=True)
    answer["HX-Trigger"] = json.dumps({"talk:sent": {"token": new_token()}})
    return answer


def _page(request: PersonRequest, proposal: Proposal, side: Side, form: MessageForm) -> HttpResponse:
    thread = _thread_of(proposal)
    context = page.standing(proposal, thread, side) | {"form": form}
    if thread is not None:
        before = _number(request.GET.get("before"))
        messages, earlier = page.latest(thread, before=before)
        last = messages[-1] if messages else None
        context |= {"lines": page.lines(messages, side=side), "earlier": earlier, "before": before}
        context |= _state(thread, side, last, request, looking=True)
    return render(request, "proposals/talk/talk.html", context)


def _news(request: PersonRequest, proposal: Proposal, side: Side, *, after: int, looking: bool) -> HttpResponse:
    """The new messages, and everything that may have changed with them."""
    thread = _thread_of(proposal)
    if thread is None:
        raise Http404
    messages = page.since(thread, after)
    shown = thread.messages.filter(pk__lte=after).order_by("-pk").first()
    last = messages[-1] if messages else shown
    context = page.standing(proposal, thread, side)
    context |= {"lines": page.lines(messages, side=side, after=shown)}
    context |= _state(thread, side, last, request, looking=looking)
    return render(request, "proposals/talk/news.html", context)


def _state(
    thread: Thread, side: Side, last: Message | None, request: PersonRequest, *, looking: bool
) -> dict[str, Any]:
    """Marks what is shown as read, and says how far the other side has read."""
    if last is not None and looking:
        reading.read(thread.pk, request.user, up_to=last.pk)
    glance = reading.glance(request.user, thread.pk)
    return {
        "last": last,
        "after": last.pk if last else 0,
        "seen": glance.seen if glance else 0,
        "seen_at": page.seen(thread, side, last),
        "sent_last": last is not None and last.side == side,
    }


def _thread_of(proposal: Proposal) -> Thread | None:
    return getattr(proposal, "thread", None)


def _number(raw: str | None) -> int:
    """What the address says, as a number that a database can hold; 0 when it makes no sense."""
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > 19:
        return 0
    return min(int(raw), _LARGEST)
