"""What a job's page offers this person: to send a proposal, to buy what is missing, or to see what they sent."""

from dataclasses import dataclass

from accounts.models import User
from jobs.models import Job
from proposals.cost import Spending, spending
from proposals.errors import AlreadySent, NotAFreelancer, OwnJob, ProposalError
from proposals.models import Proposal, ProposalDraft
from proposals.services.applying import check_may_apply


@dataclass(frozen=True, slots=True)
class Panel:
    """`kind`: visitor, own, role, refused, sent, closed, short or ready."""

    kind: str
    spending: Spending | None = None
    proposal: Proposal | None = None
    draft: ProposalDraft | None = None
    refused: str = ""


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
    before = spending(job, person)
    draft = ProposalDraft.objects.filter(job=job, author=person).first()
    return Panel("short" if before.missing else "ready", spending=before, draft=draft)
