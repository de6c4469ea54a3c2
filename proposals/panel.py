"""What a job's page offers this person: to send a proposal, to buy what is missing, or to see what they sent."""

from dataclasses import dataclass

from accounts.models import Agency, User
from jobs.models import Job
from proposals import senders
from proposals.cost import Spending
from proposals.errors import AlreadySent, NotAFreelancer, OwnJob, ProposalError
from proposals.models import JobInvitation, Proposal, ProposalDraft
from proposals.services.applying import check_may_apply


@dataclass(frozen=True, slots=True)
class Panel:
    """`kind`: visitor, own, role, refused, sent, closed, short or ready."""

    kind: str
    spending: Spending | None = None
    proposal: Proposal | None = None
    draft: ProposalDraft | None = None
    refused: str = ""
    # Whose pool would pay, when the person's own wallet is short.
    agency: Agency | None = None
    # Makes the person's own proposal free.
    invitation: JobInvitation | None = None


def of(job: Job, person: User | None) -> Panel:
    if person is None:
        return Panel("visitor")
    try:
        check_may_apply(job, person)
    except OwnJob:
        return Panel("own")
    except AlreadySent:
        sent = Proposal.objects.select_related("job").filter(job=job, author=person).first()
        return Panel("sent", proposal=sent)
    except NotAFreelancer:
        return Panel("role")
    except ProposalError as refused:
        return Panel("refused", refused=str(refused))
    if not job.is_open:
        return Panel("closed")
    names = senders.of(job, person)
    # Their own wallet, unless it is short and an agency's pool is not.
    best = next((sender for sender in names if sender.ready), names[0])
    draft = ProposalDraft.objects.filter(job=job, author=person).first()
    invitation = JobInvitation.objects.filter(job=job, person=person, status=JobInvitation.Status.OPEN).first()
    kind = "ready" if best.ready else "short"
    return Panel(kind, spending=best.spending, draft=draft, agency=best.agency, invitation=invitation)
