"""Where a proposal's refund stands: done, on its way, not due and why, or still open. With the row that decides."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from jobs.models import JobEnd
from proposals import rules, wording
from proposals.models import Outcome, Proposal, State
from proposals.pending import Pending
from proposals.rules import Verdict
from proposals.settlement import verdict_of
from proposals.vocabulary import BY_SUPPORT

_LABELS = {"refunded": _("Refunded"), "refund_pending": _("Refund pending")}


@dataclass(frozen=True, slots=True)
class Standing:
    """`key` is "refunded", "refund_pending", "not_refunded", "open" while nothing has ended, or "free" when it cost
    nothing."""

    key: str
    verdict: Verdict | None = None
    at: datetime | None = None
    by_support: bool = False

    @property
    def label(self) -> str:
        """What its pill says, where it has one."""
        return str(_LABELS.get(self.key, ""))

    @property
    def reason(self) -> str:
        return wording.happened(self.verdict.outcome) if self.verdict else ""


def standing(proposal: Proposal, pending: Pending | None) -> Standing:
    if not proposal.paid:
        return Standing("free")
    if proposal.refunded_for == BY_SUPPORT:
        return Standing("refunded", at=proposal.refunded_at, by_support=True)
    if proposal.refunded_at:
        return Standing("refunded", verdict_of(proposal, Outcome(proposal.refunded_for)), proposal.refunded_at)
    if pending is not None:
        return Standing("refund_pending", pending.verdict, pending.due_at)
    outcome = ended_as(proposal)
    return Standing("not_refunded", verdict_of(proposal, outcome)) if outcome else Standing("open")


def ended_as(proposal: Proposal) -> Outcome | None:
    """The row of the matrix that has decided so far: what its author or client did first, then how the job ended."""
    if proposal.state == State.WITHDRAWN:
        return Outcome.WITHDRAWN
    closures = {closure.end: closure for closure in proposal.job.closures.all()}
    for end in (JobEnd.REMOVED, JobEnd.CANCELLED, JobEnd.FILLED, JobEnd.EXPIRED):
        if end in closures:
            return rules.outcome_of(end, after_hire=closures[end].after_hire)
    return Outcome.PASSED_OVER if proposal.state == State.DECLINED else None
