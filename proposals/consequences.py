"""What an offer and its answers mean for the Connects that a proposal has cost: said before each click, to both sides.

Judged by the rules that the proposal was sent under (PRODUCT 8). What it cost is not said to the client.
"""

from django.utils.translation import gettext as _

from proposals import rules
from proposals.models import Outcome, Proposal, Stage


def of_offering(proposal: Proposal | None, name: str) -> str:
    """To the client, who is about to offer."""
    if proposal is None:
        words = _("{name} pays no Connects for being asked, so none can come back, whatever becomes of the job.")
        return words.format(name=name)
    if not proposal.paid:
        words = _("{name} was invited and has paid no Connects, so none can come back, whatever becomes of the job.")
        return words.format(name=name)
    now, then = Stage(proposal.stage), Stage.OFFERED
    ending = _ending(proposal)
    before, after = _due(proposal, ending, now), _due(proposal, ending, then)
    first = _lost(ending) if before and not after else _given_up(ending, due=after)
    return " ".join((first.format(name=name), _removed(proposal, then).format(name=name)))


def of_answering(proposal: Proposal) -> str:
    """To the author, before accepting or declining."""
    if not proposal.paid:
        return _("Your proposal cost no Connects, so none can come back either way.")
    ending = _ending(proposal)
    said = [_accepted(proposal), _declined(ending, due=_due(proposal, ending, Stage(proposal.stage)))]
    if _due(proposal, Outcome.REMOVED, Stage.HIRED):
        said.append(_("If the job is removed for a violation, they come back."))
    return " ".join(said)


def _ending(proposal: Proposal) -> Outcome:
    """Which row decides when the client gives the job up: once somebody is hired it is another one."""
    return Outcome.AFTER_HIRE if proposal.job.hires_count else Outcome.CANCELLED


def _lost(ending: Outcome) -> str:
    if ending == Outcome.AFTER_HIRE:
        return _(
            "If you closed the job today, {name} would get back the Connects that the proposal cost. From the offer "
            "on that is over, whether it is accepted or not."
        )
    return _(
        "If you cancelled the job today, {name} would get back the Connects that the proposal cost. From the offer on "
        "that is over, whether it is accepted or not."
    )


def _given_up(ending: Outcome, *, due: bool) -> str:
    if ending == Outcome.AFTER_HIRE:
        if due:
            return _("If you close the job, {name} gets back the Connects that the proposal cost.")
        return _("If you close the job, {name} does not get back the Connects that the proposal cost.")
    if due:
        return _("If you cancel the job, {name} gets back the Connects that the proposal cost.")
    return _("If you cancel the job, {name} does not get back the Connects that the proposal cost.")


def _removed(proposal: Proposal, stage: Stage) -> str:
    if _due(proposal, Outcome.REMOVED, stage):
        return _("If the job is removed for a violation, {name} gets them back.")
    return _("If the job is removed for a violation, {name} does not get them back.")


def _accepted(proposal: Proposal) -> str:
    if _due(proposal, Outcome.AFTER_HIRE, Stage.HIRED):
        return _("Accept, and the Connects that your proposal cost come back if the client closes the job.")
    return _("Accept, and the Connects that your proposal cost do not come back when the client closes the job.")


def _declined(ending: Outcome, *, due: bool) -> str:
    stays = _("Decline, and your proposal stays in the column “Interviewing or offered” of the market rules: {they}")
    return stays.format(they=_then(ending, due=due))


def _then(ending: Outcome, *, due: bool) -> str:
    # Translators: these follow "... of the market rules:".
    if ending == Outcome.AFTER_HIRE:
        closes = _("they come back if the client closes the job.")
        return closes if due else _("they do not come back if the client closes the job.")
    return _("they come back if the client cancels.") if due else _("they do not come back if the client cancels.")


def _due(proposal: Proposal, outcome: Outcome, stage: Stage) -> bool:
    return rules.refund_due(outcome, stage, withdrawn=False, policy=proposal.refund_policy.cells).refunded
