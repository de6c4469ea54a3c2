"""What the shop of Connects should know of proposals: one that waits for them, and what this person's usually cost."""

from statistics import median_low

from django.urls import reverse

from accounts.models import User
from billing.errands import Errand, Usual
from jobs.models import CostPolicy, Job
from proposals.models import Proposal

# The latest proposals say what is usual now.
LATEST = 20


def waiting_proposal(person: User, job_id: int) -> Errand | None:
    """None when the job takes no proposals, or is this person's own."""
    job = Job.objects.open().exclude(client=person).filter(pk=job_id).first()
    return Errand(job.pk, str(job), job.cost, reverse("proposal_apply", args=[job.pk])) if job else None


def usual_cost(person: User) -> Usual:
    """The middle of what their latest proposals cost, or, before the first one, what a basic job costs."""
    paid = Proposal.objects.filter(author=person, paid__gt=0).order_by("-id").values_list("paid", flat=True)[:LATEST]
    if costs := list(paid):
        return Usual(median_low(costs), own=True)
    policy = CostPolicy.objects.get()
    return Usual(max(policy.basic, policy.lowest), own=False)
