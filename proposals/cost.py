"""What a proposal for a job costs this person, and what is left: shown before anything is sent."""

from dataclasses import dataclass

from accounts.models import User
from connects import services as connects
from jobs import services as jobs
from jobs.models import Job
from jobs.rules import Cost
from proposals.services import inviting


@dataclass(frozen=True, slots=True)
class Spending:
    """The price with the sum it comes from, and the balance before and after. Who is invited pays nothing."""

    cost: Cost
    balance: int
    invited: bool = False

    @property
    def total(self) -> int:
        return 0 if self.invited else self.cost.total

    @property
    def after(self) -> int:
        return self.balance - self.total

    @property
    def missing(self) -> int:
        return max(0, -self.after)


def spending(job: Job, person: User) -> Spending:
    invited = inviting.waits_for(job, person)
    return Spending(jobs.promised(job), connects.balance_of(person) or 0, invited)
