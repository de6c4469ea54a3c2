"""What closing a job would mean for those who sent proposals, told to the client before it is closed."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from jobs.models import Job, JobEnd
from proposals import boost_refunds, rules, wording
from proposals.models import Boost, Contract, Offer, Outcome, Proposal, Stage


@dataclass(frozen=True, slots=True)
class Effect:
    """Of so many proposals in all, how many are refunded if the client cancels, and if the job closes as filled."""

    proposals: int
    if_cancelled: int
    if_filled: int
    someone_hired: bool


@dataclass(frozen=True, slots=True)
class Open:
    """What still runs on a job and ends with it: offers that nobody has answered, and bids that are held."""

    offers: int
    bids: int


@dataclass(frozen=True, slots=True)
class _Group:
    """Proposals alike in everything that decides a refund."""

    stage: Stage
    withdrawn: bool
    refunded: bool
    cells: rules.Cells
    number: int
    connects: int


def effect(job: Job) -> Effect:
    """One aggregate query, whatever the number of proposals."""
    groups = _groups(job)
    hired = job.hires_count > 0
    return Effect(
        proposals=sum(group.number for group in groups if not group.withdrawn),
        if_cancelled=_refunds(groups, JobEnd.CANCELLED, after_hire=hired),
        if_filled=_refunds(groups, JobEnd.FILLED, after_hire=True),
        someone_hired=hired,
    )


def still_open(job: Job) -> Open:
    held = Boost.objects.filter(auction__job=job, state=Boost.State.HELD)
    return Open(Offer.objects.open().filter(proposal__job=job).count(), held.count())


def of_removal(job: Job) -> list[str]:
    """What an operator sets going who removes it now."""
    due = [group for group in _groups(job) if _is_due(group, Outcome.REMOVED)]
    number, people = sum(group.connects for group in due), sum(group.number for group in due)
    running = Contract.objects.filter(proposal__job=job, status=Contract.Status.ACTIVE).count()
    ends = still_open(job)
    back = f"{wording.connects(number)} go back to {_counted(people, 'person', 'people')}" if people else "No refund"
    said = [
        f"{back} for proposals.",
        *_boosts_back(job),
        f"{_counted(running, 'running contract ends', 'running contracts end')}." if running else "",
        f"{_counted(ends.offers, 'open offer ends', 'open offers end')} unanswered." if ends.offers else "",
        f"{_counted(ends.bids, 'boost that is held comes', 'boosts that are held come')} back at once."
        if ends.bids
        else "",
    ]
    return [sentence for sentence in said if sentence]


def _boosts_back(job: Job) -> list[str]:
    spent = boost_refunds.removed_would_return(job)
    if not spent:
        return []
    number = sum(each.connects for each in spent)
    return [f"{wording.connects(number)} go back for {_counted(len(spent), 'spent boost', 'spent boosts')}."]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _groups(job: Job) -> list[_Group]:
    alike = (
        Proposal.objects.filter(job=job)
        .annotate(
            withdrawn=Q(withdrawn_at__isnull=False),
            # What has cost nothing has nothing to come back.
            refunded=Q(refunded_at__isnull=False) | Q(paid=0),
        )
        .values_list("stage", "withdrawn", "refunded", "refund_policy__cells")
        .annotate(number=Count("pk"), connects=Sum("paid"))
        .order_by()
    )
    return [_Group(Stage(stage), *rest) for stage, *rest in alike]


def _refunds(groups: list[_Group], end: JobEnd, *, after_hire: bool) -> int:
    outcome = rules.outcome_of(end, after_hire=after_hire)
    return sum(group.number for group in groups if _is_due(group, outcome))


def _is_due(group: _Group, outcome: Outcome) -> bool:
    verdict = rules.refund_due(outcome, group.stage, withdrawn=group.withdrawn, policy=group.cells)
    return verdict.refunded and not group.refunded
