"""What accepting an interview means for a refund, in words and before the click: by the rules the proposal was sent
under, as they stand in the matrix (PRODUCT 8).
"""

from dataclasses import dataclass
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import in_connects
from proposals import rules
from proposals.models import Outcome, Proposal, Stage

# Each follows "if".
_CASES = {
    Outcome.CANCELLED: gettext_lazy("the client cancels the job before anyone is hired"),
    Outcome.AFTER_HIRE: gettext_lazy("the client closes the job after a hire"),
    Outcome.REMOVED: gettext_lazy("the job is removed for a violation"),
    Outcome.EXPIRED: gettext_lazy("the job expires without a decision"),
    Outcome.PASSED_OVER: gettext_lazy("the client declines, or hires somebody else"),
    Outcome.WITHDRAWN: gettext_lazy("the proposal is withdrawn"),
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
            sorted_.setdefault(comes, []).append(str(words))
    lost, kept, gained = (tuple(sorted_.get(key, ())) for key in ((True, False), (True, True), (False, True)))
    return Change(lost, kept, gained)


def for_freelancer(proposal: Proposal) -> list[str]:
    """Sentences for whoever is about to answer."""
    if not proposal.paid:
        return [_("Your proposal cost no Connects, so accepting changes nothing about a refund.")]
    found = change(proposal)
    sentences = {
        _(
            "As it stands, {connects} would come back if {cases}. Once you accept, they would not: the proposal is "
            "then interviewing, a column of its own in the Market rules."
        ): found.lost,
        _("Once you accept, {connects} would come back if {cases}."): found.gained,
        _("Whatever you answer, {connects} come back if {cases}."): found.kept,
    }
    number = in_connects(proposal.paid)
    said = [words.format(connects=number, cases=_either(cases)) for words, cases in sentences.items() if cases]
    if not found.lost and not found.gained:
        said.insert(0, _("Accepting changes nothing about a refund."))
    return said


def for_client(proposal: Proposal) -> list[str]:
    """Sentences for whoever is about to invite. What was paid is not the client's to see."""
    found, name = change(proposal), proposal.author.name
    if not proposal.paid:
        words = _("{name} was asked by you and has paid no Connects, so it changes nothing about a refund.")
        return [words.format(name=name)]
    if not found.lost and not found.gained:
        return [_("Whatever the answer, it changes nothing about a refund.")]
    said = [_("Inviting changes nothing about a refund; accepting does.")]
    if found.lost:
        words = _("Once accepted, what {name} paid for the proposal does not come back if {cases}.")
        said.append(words.format(name=name, cases=_either(found.lost)))
    if found.gained:
        words = _("Once accepted, what {name} paid for the proposal comes back if {cases}.")
        said.append(words.format(name=name, cases=_either(found.gained)))
    return said


def _comes_back(proposal: Proposal, outcome: Outcome, stage: Stage) -> bool:
    withdrawn = outcome == Outcome.WITHDRAWN
    cells = proposal.refund_policy.cells
    return rules.refund_due(outcome, stage, withdrawn=withdrawn, policy=cells).refunded


def _either(cases: tuple[str, ...]) -> str:
    """ "the client declines or if the proposal is withdrawn": what follows "if"."""
    # Translators: each is what follows "if".
    return reduce(lambda these, another: _("{these} or if {another}").format(these=these, another=another), cases)
