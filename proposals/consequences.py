"""What an offer and its answers mean for the Connects that a proposal has cost: said before each click, to both sides.

Judged by the rules that the proposal was sent under (PRODUCT 8). What it cost is not said to the client.
"""

from proposals import rules
from proposals.models import Outcome, Proposal, Stage


def of_offering(proposal: Proposal | None, name: str) -> str:
    """To the client, who is about to offer."""
    if proposal is None:
        return f"{name} pays no Connects for being asked, so none can come back, whatever becomes of the job."
    if not proposal.paid:
        return f"{name} was invited and has paid no Connects, so none can come back, whatever becomes of the job."
    now, then = Stage(proposal.stage), Stage.OFFERED
    ending = _ending(proposal)
    before, after = _due(proposal, ending, now), _due(proposal, ending, then)
    word = "closed" if ending == Outcome.AFTER_HIRE else "cancelled"
    if before and not after:
        return (
            f"If you {word} the job today, {name} would get back the Connects that the proposal cost. From the "
            f"offer on that is over, whether it is accepted or not. {_removed(proposal, then, name)}"
        )
    return f"{_cancelled(after, name, ending)} {_removed(proposal, then, name)}"


def of_answering(proposal: Proposal) -> str:
    """To the author, before accepting or declining."""
    if not proposal.paid:
        return "Your proposal cost no Connects, so none can come back either way."
    ending = _ending(proposal)
    cancelled = _due(proposal, ending, Stage(proposal.stage))
    ends = "closes the job" if ending == Outcome.AFTER_HIRE else "cancels"
    later = _due(proposal, Outcome.AFTER_HIRE, Stage.HIRED)
    removed = _due(proposal, Outcome.REMOVED, Stage.HIRED)
    return " ".join(
        (
            "Accept, and the Connects that your proposal cost",
            "come back if the client closes the job." if later else "do not come back when the client closes the job.",
            "Decline, and your proposal stays in the column “Interviewing or offered” of the market rules: they",
            f"come back if the client {ends}." if cancelled else f"do not come back if the client {ends}.",
            "If the job is removed for a violation, they come back." if removed else "",
        )
    ).strip()


def _ending(proposal: Proposal) -> Outcome:
    """Which row decides when the client gives the job up: once somebody is hired it is another one."""
    return Outcome.AFTER_HIRE if proposal.job.hires_count else Outcome.CANCELLED


def _cancelled(due: bool, name: str, ending: Outcome) -> str:
    gets, verb = "gets" if due else "does not get", "close" if ending == Outcome.AFTER_HIRE else "cancel"
    return f"If you {verb} the job, {name} {gets} back the Connects that the proposal cost."


def _removed(proposal: Proposal, stage: Stage, name: str) -> str:
    due = _due(proposal, Outcome.REMOVED, stage)
    return f"If the job is removed for a violation, {name} {'gets them back' if due else 'does not get them back'}."


def _due(proposal: Proposal, outcome: Outcome, stage: Stage) -> bool:
    return rules.refund_due(outcome, stage, withdrawn=False, policy=proposal.refund_policy.cells).refunded
