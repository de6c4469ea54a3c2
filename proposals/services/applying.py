"""Sending a proposal: one for each job and person, paid at the price the job was published with (PRODUCT 6)."""

from collections.abc import Mapping

from django.db import transaction

from accounts import blocking
from accounts.agencies import standing as agencies
from accounts.models import Agency, AgencyMember, User
from accounts.trust import standing
from common import clock
from connects import services as connects
from connects.errors import NotEnoughConnects, OverTheLimit
from jobs import services as jobs
from jobs.models import Job
from proposals import boosts, moderation, policy
from proposals.errors import (
    AgencySent,
    AlreadySent,
    AlreadyViewed,
    Blocked,
    NotAFreelancer,
    NotAMember,
    NotYours,
    OwnJob,
    QuestionsOpen,
    SameAgency,
)
from proposals.models import Answer, Origin, Proposal, ProposalDraft, State
from proposals.services import inviting
from proposals.services.boosting import unpaid
from proposals.services.seats import hold_seat


@transaction.atomic
def submit(
    job: Job,
    *,
    author: User,
    letter: str,
    bid_minor: int,
    answers: Mapping[str, str],
    agency: Agency | None = None,
    boost: int = 0,
) -> Proposal:
    """Send a proposal and pay for it. `bid_minor` in minor units of USD; `answers` maps each question to its answer.

    Who is invited, and sends it as themselves, pays nothing.

    With an agency its pool pays, within the author's monthly limit, and whoever is removed meanwhile is too late.
    With a `boost` so many Connects are bid for a place on top (BoostRefused: then nothing is sent either).

    Raises JobGone, JobNotOpen, OwnJob, SameAgency, NotAFreelancer, NotAMember, AlreadySent, AgencySent, QuestionsOpen,
    NotEnoughConnects, OverTheLimit, Blocked, NotAllowedNow; then nothing has happened, and the draft is still there.
    """
    job = jobs.lock(job.pk)
    standing.check_may_act(author)
    seat = hold_seat(author, agency)
    check_may_apply(job, author, agency)
    wallet = connects.open_wallet(agency=agency) if agency else connects.wallet_of(author)
    bid = boosts.plan(job, author=author, amount=boost) if boost else None
    # An invitation is to a person: in an agency's name it costs what it costs everybody.
    invited = inviting.use(job, author) and agency is None
    proposal = Proposal.objects.create(
        job=job,
        author=author,
        agency=agency,
        letter=letter,
        bid_minor=bid_minor,
        origin=Origin.INVITED if invited else Origin.SENT,
        paid=0 if invited else job.cost,
        wallet_id=wallet.pk,
        refund_policy=policy.current(),
        sent_at=clock.now(),
    )
    _write_answers(proposal, answers)
    moderation.look(proposal)
    if bid is not None:
        # Before any of them is touched: its own, and that of the bid that it pushes out.
        connects.hold_wallets(bid.wallets(wallet.pk))
    if proposal.paid:
        _pay(proposal, seat)
    if bid is not None:
        _boost(bid, proposal, seat)
    ProposalDraft.objects.filter(job=job, author=author).delete()
    jobs.count_proposal(job, +1)
    return proposal


@transaction.atomic
def edit(proposal: Proposal, *, author: User, letter: str, bid_minor: int, answers: Mapping[str, str]) -> Proposal:
    """Change a proposal that nobody has read yet.

    Raises NotYours, NotAMember, AlreadyViewed, QuestionsOpen, JobEnded.
    """
    if proposal.author_id != author.pk:
        raise NotYours
    jobs.lock_live(proposal.job_id)
    # Whoever has left speaks in the agency's name no more.
    hold_seat(author, proposal.agency)
    unread = Proposal.objects.filter(pk=proposal.pk, state=State.SUBMITTED)
    if not unread.update(letter=letter, bid_minor=bid_minor, edited_at=clock.now()):
        raise AlreadyViewed
    proposal.answers.all().delete()
    _write_answers(proposal, answers)
    proposal.refresh_from_db()
    moderation.look(proposal)
    return proposal


def check_may_apply(job: Job, author: User, agency: Agency | None = None) -> None:
    """Raises OwnJob, SameAgency, NotAFreelancer, NotAMember, AlreadySent or AgencySent, Blocked.

    Whether the job is open is not asked.
    """
    if job.client_id == author.pk:
        raise OwnJob
    if not author.is_freelancer:
        raise NotAFreelancer
    if agencies.share_an_agency(author, job.client_id):
        raise SameAgency
    if blocking.blocks_between(author.pk, job.client_id):
        raise Blocked
    if agency is not None and not agencies.is_in(author.pk, agency.pk):
        raise NotAMember
    if Proposal.objects.filter(author=author, job=job).exists():
        raise AlreadySent
    if agency is not None and Proposal.objects.filter(agency=agency, job=job).exists():
        raise AgencySent


def _pay(proposal: Proposal, seat: AgencyMember | None) -> None:
    paid, author, title = proposal.paid, proposal.author, proposal.job.title
    wallet, reference = proposal.wallet_id, proposal.reference
    said = {"reference": reference, "cause": reference, "reason": title}
    if seat is None or seat.monthly_limit is None:
        spent = connects.spend(wallet, paid, actor=author, **said)
    else:
        spent = connects.spend_within_limit(wallet, paid, limit=seat.monthly_limit, actor=author, **said)
    connects.tell_if_low(spent)


def _boost(bid: boosts.Plan, proposal: Proposal, seat: AgencyMember | None) -> None:
    try:
        boosts.place(bid, proposal, by=proposal.author, limit=seat.monthly_limit if seat else None)
    except (NotEnoughConnects, OverTheLimit) as short:
        raise unpaid(short) from short


def _write_answers(proposal: Proposal, answers: Mapping[str, str]) -> None:
    """Keep each answer beside the question as it was asked: the client may edit the questions later."""
    asked = list(proposal.job.questions.all())
    if any(question.required and not answers.get(question.text, "").strip() for question in asked):
        raise QuestionsOpen
    Answer.objects.bulk_create(
        Answer(proposal=proposal, position=question.position, question=question.text, text=answers[question.text])
        for question in asked
        if answers.get(question.text, "").strip()
    )
