"""What the shop of Connects should know of a proposal that waits for them: its price and the way to its draft."""

from django.urls import reverse

from accounts.models import User
from billing.errands import Errand
from jobs.models import Job


def waiting_proposal(person: User, job_id: int) -> Errand | None:
    """None when the job takes no proposals, or is this person's own."""
    job = Job.objects.open().exclude(client=person).filter(pk=job_id).first()
    return Errand(job.pk, str(job), job.cost, reverse("proposal_apply", args=[job.pk])) if job else None
