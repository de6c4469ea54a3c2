"""What closing a job would mean for those who sent proposals, told to the client before it is closed."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import figure, in_connects
from jobs.models import Job, JobEnd
from proposals import boost_refunds, rules
from proposals.models import Boost, Contract, Offer, Outcome, Proposal, Stage


@dataclass(frozen=True, slots=True)
class Effect:
    """Of so many proposals in all, how many are refunded if the client cancels, and if the job closes as filled."""

    proposals: int
    if_cancelled: int
    if_filled: int
    someone_hired: bool

    @property
    def said_of_cancelling(self) -> str:
        """What follows "Cancel the job:"."""
        if not self.if_cancelled:
            return self._nobody()
        return self._all() if self.if_cancelled == self.proposals else self._some()

    @property
    def said_of_filling(self) -> str:
        """What follows "Close it as filled:"."""
        if self.if_filled:
            return _("{few} of {all} get back what the proposal cost.").format(
                few=figure(self.if_filled), all=figure(self.proposals)
            )
        return _("nobody gets back what the proposal cost; the others are told that they were not selected.")

    def _nobody(self) -> str:
        if self.someone_hired:
            return _("nobody gets back what the proposal cost, because somebody has been hired.")
        return _("nobody gets back what the proposal cost.")

    def _all(self) -> str:
        if self.someone_hired:
            return ngettext(
                "the freelancer gets back what the proposal cost, because somebody has been hired.",
                "all of them get back what the proposal cost, because somebody has been hired.",
                self.proposals,
            )
        return ngettext(
            "the freelancer gets back what the proposal cost.",
            "all of them get back what the proposal cost.",
            self.proposals,
        )

    def _some(self) -> str:
        words = _("{few} of {all} get back what the proposal cost.")
        if self.someone_hired:
            words = _("{few} of {all} get back what the proposal cost, because somebody has been hired.")
        return words.format(few=figure(self.if_cancelled), all=figure(self.proposals))


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
    said = [
        _back_for_proposals(number, people),
        _boosts_back(job),
        _counted(running, ngettext("{n} running contract ends.", "{n} running contracts end.", running)),
        _counted(
            ends.offers,
            ngettext("{n} open offer ends unanswered.", "{n} open offers end unanswered.", ends.offers),
        ),
        _counted(
            ends.bids,
            ngettext(
                "{n} boost that is held comes back at once.", "{n} boosts that are held come back at once.", ends.bids
            ),
        ),
    ]
    return [sentence for sentence in said if sentence]


def _back_for_proposals(number: int, people: int) -> str:
    if not people:
        return _("No refund for proposals.")
    words = ngettext(
        "{connects} go back to {n} person for proposals.", "{connects} go back to {n} people for proposals.", people
    )
    return words.format(connects=in_connects(number), n=figure(people))


def _boosts_back(job: Job) -> str:
    spent = boost_refunds.removed_would_return(job)
    words = ngettext("{connects} go back for {n} spent boost.", "{connects} go back for {n} spent boosts.", len(spent))
    number = in_connects(sum(each.connects for each in spent))
    return words.format(connects=number, n=figure(len(spent))) if spent else ""


def _counted(number: int, words: str) -> str:
    return words.format(n=figure(number)) if number else ""


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
