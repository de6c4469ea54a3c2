"""What accepting an interview means for a refund, in words and before the click: by the rules the proposal was sent
under, as they stand in the matrix (PRODUCT 8).
"""

from dataclasses import dataclass

from proposals import rules, wording
from proposals.models import Outcome, Proposal, Stage

_CASES = {
    Outcome.CANCELLED: "the client cancels the job before anyone is hired",
    Outcome.AFTER_HIRE: "the client closes the job after a hire",
    Outcome.REMOVED: "the job is removed for a violation",
    Outcome.EXPIRED: "the job expires without a decision",
    Outcome.PASSED_OVER: "the client declines, or hires somebody else",
    Outcome.WITHDRAWN: "the proposal is withdrawn",
}


@dataclass(frozen=True, slots=True)
class Change:
    """In which cases Connects come back now and would not afterwards, come back either way, or only afterwards."""

    lost: tuple[str, ...]
    kept: tuple[str, ...]
    gained: tuple[str, ...]


def change(proposal: Proposal) -> Change:
    """What moving to "interviewing" changes for a proposal that stands where this one does."""
    before, after = Stage(proposal.stage), max(Stage(proposal.stage), Stage.INTERVIEWING)
    skipped = Outcome.CANCELLED if proposal.job.hires_count else Outcome.AFTER_HIRE
    sorted_: dict[tuple[bool, bool], list[str]] = {}
    for outcome, words in _CASES.items():
        if outcome != skipped:
            comes = (_comes_back(proposal, outcome, before), _comes_back(proposal, outcome, Stage(after)))
            sorted_.setdefault(comes, []).append(words)
    lost, kept, gained = (tuple(sorted_.get(key, ())) for key in ((True, False), (True, True), (False, True)))
    return Change(lost, kept, gained)


def for_freelancer(proposal: Proposal) -> list[str]:
    """Sentences for whoever is about to answer."""
    if not proposal.paid:
        return ["Your proposal cost no Connects, so accepting changes nothing about a refund."]
    found, number = change(proposal), wording.connects(proposal.paid)
    said = []
    if found.lost:
        said.append(
            f"As it stands, {number} would come back if {_either(found.lost)}. Once you accept, they would not: the "
            "proposal is then interviewing, a column of its own in the Market rules."
        )
    if found.gained:
        said.append(f"Once you accept, {number} would come back if {_either(found.gained)}.")
    if found.kept:
        said.append(f"Whatever you answer, {number} come back if {_either(found.kept)}.")
    if not found.lost and not found.gained:
        said.insert(0, "Accepting changes nothing about a refund.")
    return said


def for_client(proposal: Proposal) -> list[str]:
    """Sentences for whoever is about to invite. What was paid is not the client's to see."""
    found, name = change(proposal), proposal.author.name
    if not proposal.paid:
        return [f"{name} was asked by you and has paid no Connects, so it changes nothing about a refund."]
    if not found.lost and not found.gained:
        return ["Whatever the answer, it changes nothing about a refund."]
    said = ["Inviting changes nothing about a refund; accepting does."]
    if found.lost:
        said.append(f"Once accepted, what {name} paid for the proposal does not come back if {_either(found.lost)}.")
    if found.gained:
        said.append(f"Once accepted, what {name} paid for the proposal comes back if {_either(found.gained)}.")
    return said


def _comes_back(proposal: Proposal, outcome: Outcome, stage: Stage) -> bool:
    withdrawn = outcome == Outcome.WITHDRAWN
    cells = proposal.refund_policy.cells
    return rules.refund_due(outcome, stage, withdrawn=withdrawn, policy=cells).refunded


def _either(cases: tuple[str, ...]) -> str:
    return " or if ".join(cases)
