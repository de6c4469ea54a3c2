"""Invitations to a job: a client asks one freelancer, whose own proposal then costs 0 Connects (PRODUCT 6).

An invitation is to a person: a proposal in an agency's name costs that agency what it costs everybody. Once per job
and person, and no more a job and a day than operators allow. A client cannot take one back: the price was promised.
"""

from datetime import timedelta

from django.db import transaction

from accounts import blocking
from accounts.agencies import standing as agencies
from accounts.models import ClientProfile, User
from accounts.trust import standing
from accounts.trust.errors import NotAllowedNow
from common import clock
from jobs import services as jobs
from jobs.models import Job
from proposals import tell_hiring
from proposals.errors import (
    AlreadyInvited,
    HasApplied,
    InvitationGone,
    NotHere,
    NotYours,
    OwnJob,
    ReasonNeeded,
    SameAgency,
    TooManyInvitations,
)
from proposals.models import HiringPolicy, JobInvitation, Origin, Proposal

Status = JobInvitation.Status
_DAY = timedelta(hours=24)


@transaction.atomic
def invite(job: Job, *, person: User, by: User, message: str = "") -> JobInvitation:
    """Ask somebody to send a proposal. Raises AlreadyInvited, what `check_may_ask` raises, JobGone, JobNotOpen."""
    job = jobs.lock(job.pk)
    check_may_ask(job, person, by=by)
    if JobInvitation.objects.filter(job=job, person=person).exists():
        raise AlreadyInvited
    invitation = JobInvitation.objects.create(job=job, person=person, message=message, sent_at=clock.now())
    tell_hiring.invited(invitation)
    return invitation


@transaction.atomic
def decline_invitation(invitation: JobInvitation, *, by: User, reason: str) -> None:
    """Turn it down, with a reason that the client reads. Raises NotYours, JobGone, InvitationGone, ReasonNeeded."""
    if invitation.person_id != by.pk:
        raise NotYours
    if not reason.strip():
        raise ReasonNeeded
    jobs.lock_published(invitation.job_id)
    waiting = JobInvitation.objects.filter(pk=invitation.pk, status=Status.OPEN)
    if not waiting.update(status=Status.DECLINED, answered_at=clock.now(), reason=reason.strip()[:300]):
        raise InvitationGone
    invitation.refresh_from_db()
    tell_hiring.invitation_declined(invitation)


def waits_for(job: Job, person: User) -> bool:
    """Whether this person's own proposal for the job costs nothing."""
    return JobInvitation.objects.filter(job=job, person=person, status=Status.OPEN).exists()


def use(job: Job, person: User) -> bool:
    """The person sends a proposal, or is offered the work; `job` is locked. Whether an invitation waited for that."""
    waiting = JobInvitation.objects.filter(job=job, person=person, status=Status.OPEN)
    return bool(waiting.update(status=Status.USED, answered_at=clock.now()))


def check_may_ask(job: Job, person: User, *, by: User) -> None:
    """Whether the client of a locked job may ask this person, and one more.

    Raises NotYours, OwnJob, NotHere (closed, finds no work, or one has blocked the other), SameAgency, HasApplied,
    TooManyInvitations.
    """
    if job.client_id != by.pk:
        raise NotYours
    if person.pk == by.pk:
        raise OwnJob
    _check_both_there(by, person)
    if not (person.is_active and person.email_verified_at):
        raise NotHere
    if not person.is_freelancer or blocking.blocks_between(by.pk, person.pk):
        raise NotHere
    if agencies.share_an_agency(by, person.pk):
        raise SameAgency
    if Proposal.objects.filter(job=job, author=person).exists():
        raise HasApplied
    _check_limits(job, by)


def _check_both_there(client: User, person: User) -> None:
    """Holds both: whoever is closing the account finds what is made here, and ends it; or it is too late."""
    try:
        standing.check_there(client, person)
    except NotAllowedNow as gone:
        raise NotHere from gone


def _check_limits(job: Job, client: User) -> None:
    """The client's own row is held: two jobs at once do not pass the day's limit together."""
    list(ClientProfile.objects.select_for_update(no_key=True).filter(person=client))
    policy = HiringPolicy.objects.get(pk=1)
    asked = JobInvitation.objects.filter(job__client=client)
    unasked = Proposal.objects.filter(job__client=client, origin=Origin.OFFERED)
    since = clock.now() - _DAY
    for_job = asked.filter(job=job).count() + unasked.filter(job=job).count()
    today = asked.filter(sent_at__gt=since).count() + unasked.filter(sent_at__gt=since).count()
    if for_job >= policy.invitations_per_job or today >= policy.invitations_per_day:
        raise TooManyInvitations
