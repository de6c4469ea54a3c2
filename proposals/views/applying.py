"""Writing and sending a proposal. Nothing typed is lost: every refused post is kept as the draft."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.agencies import standing as agencies
from accounts.requests import PersonRequest
from accounts.trust.errors import NotAllowedNow
from common.numbers import figure, in_connects
from connects.errors import NotEnoughConnects, NoWallet, OverTheLimit
from jobs.errors import JobError
from jobs.models import Job
from proposals import boost_table, changes, forms, senders, services
from proposals.errors import (
    AgencySent,
    AlreadySent,
    Blocked,
    BoostRefused,
    NotAFreelancer,
    NotAMember,
    ProposalError,
    QuestionsOpen,
)
from proposals.forms import ProposalForm
from proposals.models import Proposal, ProposalDraft, State
from proposals.senders import Sender
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
    draft = ProposalDraft.objects.filter(job=job, author=request.user).select_related("agency").first()
    names = senders.of(job, request.user)
    initial = forms.of_draft(draft) if draft else None
    form = ProposalForm(job, initial=initial, senders=names, boosts=boost_table.of(job, request.user))
    return _page(request, job, form, names, draft=draft)


@login_required
@require_POST
def discard(request: PersonRequest, job_id: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.public(), pk=job_id)
    services.discard_draft(job, author=request.user)
    messages.info(request, _("The draft for “{job}” is gone.").format(job=job.title))
    return redirect("my_proposals")


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Proposal.objects.select_related("job"), pk=pk, author=request.user)
    if proposal.agency_id is not None and not agencies.is_in(request.user.pk, proposal.agency_id):
        raise Http404("Sent in the name of an agency that its author has left.")
    if proposal.state != State.SUBMITTED or not proposal.job.is_live:
        messages.info(request, _("A proposal can be edited until the client has opened it, while the job is open."))
        return redirect("proposal_detail", pk)
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(proposal.job, data, initial=forms.of_proposal(proposal))
    if form.is_valid():
        try:
            services.edit(proposal, author=request.user, **form.sent())
        except (ProposalError, JobError) as refused:
            form.add_error(None, _sentence(refused))
        else:
            messages.success(request, _("Your proposal is changed. Editing costs nothing."))
            return redirect("proposal_detail", pk)
    return render(request, "proposals/edit.html", {"proposal": proposal, "job": proposal.job, "form": form})


def _sent(request: PersonRequest, job: Job) -> HttpResponse:
    names, table = senders.of(job, request.user), boost_table.of(job, request.user)
    form = ProposalForm(job, request.POST, senders=names, boosts=table)
    typed = form.typed() | {"agency": senders.chosen(names, request.POST.get("sender")).agency}
    if "save" in request.POST:
        return _saved(request, job, names, typed)
    if form.is_valid():
        try:
            agency = senders.chosen(names, form.chosen_sender()).agency
            proposal = services.submit(job, author=request.user, agency=agency, **form.sent())
        except (AgencySent, NotAMember, NotEnoughConnects, OverTheLimit) as refused:
            # Nothing was sent and nothing taken: the page says for each name what is in the way.
            names = senders.of(job, request.user)
            form = ProposalForm(job, request.POST, senders=names, boosts=table)
            _refuse(form, refused)
        except BoostRefused as refused:
            form.add_error("boost", _sentence(refused))
        except (AlreadySent, Blocked, NotAllowedNow) as refused:
            return _turn_away(request, job, refused)
        except (QuestionsOpen, JobError) as refused:
            form = ProposalForm(job, request.POST, senders=names, boosts=table)
            form.add_error(None, _sentence(refused))
        else:
            messages.success(request, _("Your proposal for “{job}” is sent.").format(job=job.title))
            return redirect("proposal_detail", proposal.pk)
    draft = services.save_draft(job, author=request.user, **typed)
    job.refresh_from_db()
    return _page(request, job, form, names, draft=draft)


def _saved(request: PersonRequest, job: Job, names: list[Sender], typed: dict[str, Any]) -> HttpResponse:
    """Keep what was typed. On the way to the shop too: what is written while Connects are short is not lost."""
    act, _colon, key = request.POST["save"].partition(":")
    if act != "buy" or any((typed["letter"], typed["bid"], typed["boost"], *typed["answers"].values())):
        services.save_draft(job, author=request.user, **typed)
    if act == "buy":
        pool = senders.chosen(names, key).key
        return redirect(f"{reverse('buy_connects')}?job={job.pk}{f'&agency={pool}' if pool else ''}")
    messages.success(request, _("Draft saved. You find it under My proposals."))
    return redirect("proposal_apply", job.pk)


def _page(
    request: PersonRequest, job: Job, form: ProposalForm, names: list[Sender], *, draft: ProposalDraft | None
) -> HttpResponse:
    remembered = draft.agency.handle if draft and draft.agency else ""
    chosen = senders.chosen(names, remembered)
    context: dict[str, Any] = {
        "job": job,
        "form": form,
        "draft": draft,
        "senders": names,
        "chosen": chosen,
        "spending": chosen.spending,
        "asks_name": "sender" in form.fields,
        "sendable": job.is_open and any(sender.ready for sender in names),
    }
    if "boost" in form.fields:
        cost = chosen.spending.total
        typed = form["boost"].value()
        context["offer"] = boost_table.offer(job, request.user, agency=chosen.agency, cost=cost, typed=typed)
    if draft is not None and not form.is_bound:
        context["changed"] = changes.since(job, draft.saved_at)
    return render(request, "proposals/apply.html", context)


def _refuse(form: ProposalForm, refused: Exception) -> None:
    """Beside the choice of a name, where there is one. Short of one's own Connects, the page itself says how many."""
    if "sender" in form.fields:
        form.add_error("sender", _sentence(refused))
    elif not isinstance(refused, NotEnoughConnects):
        form.add_error(None, _sentence(refused))


def _turn_away(request: PersonRequest, job: Job, refused: Exception) -> HttpResponse:
    messages.info(request, _sentence(refused))
    if isinstance(refused, AlreadySent):
        mine = Proposal.objects.filter(job=job, author=request.user).first()
        return redirect("proposal_detail", mine.pk) if mine else redirect("job_detail", job.pk)
    if isinstance(refused, NotAFreelancer):
        return redirect("settings")
    return redirect("job_detail", job.pk)


def _sentence(refused: Exception) -> str:
    if isinstance(refused, (ProposalError, NotAllowedNow)):
        return str(refused)
    if isinstance(refused, NotEnoughConnects):
        needed = in_connects(refused.missing)
        return _("{connects} more needed there. Your words are kept.").format(connects=needed)
    if isinstance(refused, OverTheLimit):
        words = _("That is over your monthly limit: {left} of {limit} left, {needed} needed.")
        return words.format(left=figure(refused.left), limit=figure(refused.limit), needed=figure(refused.needed))
    return _("This job takes no proposals now: it is paused or has ended. Your words are kept.")
