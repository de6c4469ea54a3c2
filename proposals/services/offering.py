"""Offers: made by the client, accepted or declined by the other side, taken back, or lapsed (PRODUCT 7, 8).

While one is open its proposal stands at "offered". One that comes to nothing leaves the proposal in that column of the
refund matrix, and lets it go back to where it stood. Answers are for the author, or for whoever runs the agency.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts import blocking
from accounts.agencies import standing as agencies
from accounts.models import User
from accounts.trust import standing
from accounts.trust.errors import NotAllowedNow
from common import clock, sweeps
from connects import services as connects
from jobs import services as jobs
from jobs.models import Job
from proposals import policy, tell_hiring
from proposals.errors import BadTerms, NotHere, NotYours, OfferGone, ReasonNeeded, SameAgency
from proposals.models import Contract, HiringPolicy, Offer, Origin, Proposal, Stage, State
from proposals.services import inviting
from proposals.services.deciding import view
from proposals.services.hiring import begin
from proposals.services.moving import clients_job, move, step_back
from proposals.services.withdrawing import check_still_theirs, may_withdraw

Status = Offer.Status


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered. `amount_minor` in minor units of USD: the whole price, or an hour's by the unit "hourly"."""

    title: str
    scope: str
    unit: str
    amount_minor: int
    starts_on: date
    ends_on: date | None = None
    message: str = ""


@transaction.atomic
def offer(proposal: Proposal, terms: Terms, *, by: User) -> Offer:
    """Offer its author the work. Raises NotYours, JobGone, JobEnded, SameAgency, NotHere, BadTerms, TooLate."""
    if terms.ends_on and terms.ends_on < terms.starts_on:
        raise BadTerms
    job = clients_job(proposal, by)
    # Where it stands by now is where it goes back to if the offer comes to nothing.
    proposal.refresh_from_db(fields=["state", "stage", "viewed_at"])
    _check_apart(by, proposal)
    if blocking.has_blocked(proposal.author_id, by.pk):
        raise NotHere
    # Whoever offers has read it.
    view(proposal, by=by)
    return _make(proposal, terms, job)


@transaction.atomic
def offer_unasked(job: Job, terms: Terms, *, to: User, by: User) -> Offer:
    """Offer somebody the work who has sent no proposal: one is made for them, for 0 Connects.

    Raises what `inviting.check_may_ask` raises, JobGone, JobNotOpen, BadTerms.
    """
    if terms.ends_on and terms.ends_on < terms.starts_on:
        raise BadTerms
    job = jobs.lock(job.pk)
    inviting.check_may_ask(job, to, by=by)
    now = clock.now()
    proposal = Proposal.objects.create(
        job=job,
        author=to,
        origin=Origin.OFFERED,
        letter="",
        bid_minor=terms.amount_minor,
        paid=0,
        wallet_id=connects.wallet_of(to).pk,
        refund_policy=policy.current(),
        state=State.VIEWED,
        stage=Stage.VIEWED,
        sent_at=now,
        viewed_at=now,
    )
    inviting.use(job, to)
    jobs.count_proposal(job, +1)
    return _make(proposal, terms, job)


@transaction.atomic
def accept(offer: Offer, *, by: User) -> Contract:
    """Take it: a contract begins. Raises NotYours, JobGone, JobEnded (the job ended first), OfferGone, SameAgency."""
    job, proposal = _answerable(offer, by)
    _check_both_there(job.client, proposal)
    _check_apart(job.client, proposal)
    _answer(offer, Status.ACCEPTED, by)
    contract = begin(proposal, offer, job=job)
    tell_hiring.accepted(offer, contract)
    return contract


@transaction.atomic
def decline_offer(offer: Offer, *, by: User, reason: str) -> None:
    """Turn it down, for a reason the client reads. Raises NotYours, JobGone, JobEnded, OfferGone, ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    job, proposal = _answerable(offer, by)
    _answer(offer, Status.DECLINED, by, reason=reason.strip()[:300])
    step_back(proposal, offer, job=job)
    tell_hiring.offer_declined(offer, by)


@transaction.atomic
def take_back(offer: Offer, *, by: User) -> None:
    """The client has thought again. Raises NotYours, JobGone, JobEnded, OfferGone (answered meanwhile)."""
    job = clients_job(offer.proposal, by)
    _answer(offer, Status.TAKEN_BACK, by)
    step_back(offer.proposal, offer, job=job)
    tell_hiring.taken_back(offer)


def lapse_due(at: datetime) -> int:
    """End every offer that nobody has answered in time, each in a transaction of its own. Returns how many."""
    due = Offer.objects.open().filter(lapses_at__lte=at).order_by("lapses_at", "id")
    return sweeps.each_alone(list(due.values_list("pk", "proposal__job")), lambda each: _lapse(*each, at))


def next_lapse() -> datetime | None:
    return Offer.objects.open().order_by("lapses_at").values_list("lapses_at", flat=True).first()


@transaction.atomic
def _lapse(pk: int, job_id: int, at: datetime) -> bool:
    job = jobs.lock_published(job_id)
    if not Offer.objects.open().filter(pk=pk, lapses_at__lte=at).update(status=Status.LAPSED, answered_at=at):
        return False
    row = Offer.objects.select_related("proposal__job__client", "proposal__author", "proposal__agency").get(pk=pk)
    step_back(row.proposal, row, job=job)
    tell_hiring.lapsed(row)
    return True


def _make(proposal: Proposal, terms: Terms, job: Job) -> Offer:
    now, came_from = clock.now(), proposal.state
    move(proposal, State.OFFERED, job=job, archived_at=None)
    made = Offer.objects.create(
        proposal=proposal,
        came_from=came_from,
        made_at=now,
        lapses_at=now + timedelta(days=HiringPolicy.objects.get(pk=1).offer_days),
        **asdict(terms),
    )
    tell_hiring.offered(made)
    return made


def _answerable(offer: Offer, by: User) -> tuple[Job, Proposal]:
    proposal = offer.proposal
    if not may_withdraw(proposal, by):
        raise NotYours
    job = jobs.lock_live(proposal.job_id)
    check_still_theirs(proposal, by)
    return job, proposal


def _answer(offer: Offer, status: str, by: User, *, reason: str = "") -> None:
    """The first answer is the answer; one that comes when the time is over, swept or not, is none."""
    now = clock.now()
    standing = Offer.objects.open().filter(pk=offer.pk, lapses_at__gt=now)
    if not standing.update(status=status, answered_at=now, answered_by=by, reason=reason):
        raise OfferGone
    offer.status, offer.answered_at, offer.answered_by, offer.reason = status, now, by, reason


def _check_both_there(client: User, proposal: Proposal) -> None:
    """Holds both: whoever is closing the account finds the contract, or the offer is gone with them."""
    try:
        standing.check_there(client, proposal.author)
    except NotAllowedNow as gone:
        raise OfferGone from gone


def _check_apart(client: User, proposal: Proposal) -> None:
    if agencies.share_an_agency(client, proposal.author_id) or agencies.is_in(client.pk, proposal.agency_id):
        raise SameAgency
