"""Sending a proposal: one for each job and person, paid at the price the job was published with (PRODUCT 6)."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from accounts.models import Agency, AgencyMember, User
from common import clock
from connects import services as connects
from jobs import services as jobs
from jobs.models import Job
from proposals import policy
from proposals.errors import (
    AlreadySent,
    AlreadyViewed,
    NotAFreelancer,
    NotAMember,
    NotYours,
    OwnJob,
    QuestionsOpen,
    SameAgency,
)
from proposals.models import Answer, Proposal, ProposalDraft, State


@transaction.atomic
def submit(
    job: Job, *, author: User, letter: str, bid_minor: int, answers: Mapping[str, str], agency: Agency | None = None
) -> Proposal:
    """Send a proposal and pay for it. `bid_minor` in minor units of USD; `answers` maps each question to its answer.

    Raises JobGone, JobNotOpen, OwnJob, SameAgency, NotAFreelancer, NotAMember, AlreadySent, QuestionsOpen,
    NotEnoughConnects; then nothing has happened, and the draft is still there.
    """
    job = jobs.lock(job.pk)
    check_may_apply(job, author, agency)
    wallet = connects.open_wallet(agency=agency) if agency else connects.wallet_of(author)
    proposal = Proposal.objects.create(
        job=job,
        author=author,
        agency=agency,
        letter=letter,
        bid_minor=bid_minor,
        paid=job.cost,
        wallet_id=wallet.pk,
        refund_policy=policy.current(),
        sent_at=clock.now(),
    )
    _write_answers(proposal, answers)
    spent = connects.spend(
        wallet.pk, job.cost, reference=proposal.reference, cause=proposal.reference, reason=job.title, actor=author
    )
    connects.tell_if_low(spent)
    ProposalDraft.objects.filter(job=job, author=author).delete()
    jobs.count_proposal(job, +1)
    return proposal


@transaction.atomic
def edit(proposal: Proposal, *, author: User, letter: str, bid_minor: int, answers: Mapping[str, str]) -> Proposal:
    """Change a proposal that nobody has read yet. Raises NotYours, AlreadyViewed, QuestionsOpen, JobEnded."""
    if proposal.author_id != author.pk:
        raise NotYours
    jobs.lock_live(proposal.job_id)
    unread = Proposal.objects.filter(pk=proposal.pk, state=State.SUBMITTED)
    if not unread.update(letter=letter, bid_minor=bid_minor, edited_at=clock.now()):
        raise AlreadyViewed
    proposal.answers.all().delete()
    _write_answers(proposal, answers)
    proposal.refresh_from_db()
    return proposal


def check_may_apply(job: Job, author: User, agency: Agency | None = None) -> None:
    """Raises OwnJob, SameAgency, NotAFreelancer, NotAMember or AlreadySent. Whether the job is open is not asked."""
    if job.client_id == author.pk:
        raise OwnJob
    if not author.is_freelancer:
        raise NotAFreelancer
    mine = AgencyMember.objects.filter(person=author)
    if mine.filter(agency__memberships__person=job.client_id).exists():
        raise SameAgency
    if agency is not None and not mine.filter(agency=agency).exists():
        raise NotAMember
    if Proposal.objects.filter(Q(author=author) | Q(agency=agency, agency__isnull=False), job=job).exists():
        raise AlreadySent


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
