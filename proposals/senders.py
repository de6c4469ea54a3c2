"""In whose name somebody can send a proposal: their own, or that of an agency they are in. What each would pay from,
what is left of it, and what is in the way: all of it said before the click.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.agencies import standing as agencies
from accounts.models import Agency, AgencyMember, User
from connects import services as connects
from connects.services import Allowance
from jobs import services as jobs
from jobs.models import Job
from proposals.cost import Spending, spending
from proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class Sender:
    """One name to send in. `sent`: a proposal in the agency's name is there already."""

    spending: Spending
    seat: AgencyMember | None = None
    allowance: Allowance | None = None
    sent: bool = False

    @property
    def agency(self) -> Agency | None:
        return self.seat.agency if self.seat else None

    @property
    def key(self) -> str:
        """The agency's handle; empty for oneself."""
        return self.seat.agency.handle if self.seat else ""

    @property
    def may_buy(self) -> bool:
        return self.seat is None or self.seat.runs

    @property
    def over(self) -> bool:
        """Whether it is more than the person may still spend this month."""
        return self.allowance is not None and not self.allowance.covers(self.spending.total)

    @property
    def ready(self) -> bool:
        return not (self.sent or self.over or self.spending.missing)


def of(job: Job, person: User) -> list[Sender]:
    """Oneself, then each agency one is in."""
    own, seats = spending(job, person), list(agencies.seats_of(person))
    if not seats:
        return [Sender(own)]
    ids = [seat.agency_id for seat in seats]
    sent = set(Proposal.objects.filter(job=job, agency__in=ids).values_list("agency_id", flat=True))
    return [Sender(own), *(_agency(job, seat, sent=seat.agency_id in sent) for seat in seats)]


def chosen(senders: Sequence[Sender], key: str | None) -> Sender:
    """The one of this key; oneself when there is none such (any more)."""
    return next((sender for sender in senders if sender.key == key), senders[0])


def _agency(job: Job, seat: AgencyMember, *, sent: bool) -> Sender:
    wallet = connects.open_wallet(agency=seat.agency)
    limited = seat.monthly_limit is not None
    allowance = connects.allowance(wallet.pk, seat.person_id, seat.monthly_limit) if limited else None
    return Sender(Spending(jobs.promised(job), connects.spendable(wallet.pk)), seat, allowance, sent)
