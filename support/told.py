"""What the site itself can say about a line, before anybody asks: what became of it, and the rule that decided.

Judged by the refund rules that the proposal was sent under (PRODUCT 8), in the words of Market rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format

from proposals import boost_refunds, boosts, pending, rules
from proposals.models import Boost, Outcome, Proposal, Stage
from proposals.refunds import Standing, standing
from proposals.rules import Verdict
from support.lines import Asked
from support.words import BACK, BADGE_WEEK, HELD, OF_STATUS


@dataclass(frozen=True, slots=True)
class Told:
    """A heading and sentences; facts (name, words); and the row of the matrix, with its place on Market rules."""

    title: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    rule_url: str = ""
    proposal: Proposal | None = None


_NOTHING = "For that the rules give no Connects back."
_STILL_OPEN = "The job goes on. The rules in force when it was sent say:"


def about(asked: Asked) -> Told:
    """What to say of a line."""
    kind, number = asked.about
    if asked.taken is not None:
        if kind == "proposal" and (proposal := _proposal(number)):
            return _of_proposal(proposal)
        if kind == "boost" and (boost := _boost(number)):
            return _of_boost(boost, asked)
        if asked.taken.back:
            return Told(*BACK)
        if kind == "badge_week":
            return Told(*BADGE_WEEK)
        if asked.taken.held:
            return Told(*HELD)
    return Told(*OF_STATUS[asked.line.status])


def _of_proposal(proposal: Proposal) -> Told:
    stands = standing(proposal, pending.of_proposals([proposal.pk]).get(proposal.pk))
    title, *lines = _words(proposal, stands)
    verdict = stands.verdict
    return Told(
        title,
        tuple(lines),
        (("Furthest stage reached", Stage(proposal.stage).label), *_rules(proposal)),
        verdict.row if verdict else "",
        _place(proposal, verdict) if verdict else "",
        proposal,
    )


def _of_boost(boost: Boost, asked: Asked) -> Told:
    proposal = boost.proposal
    verdict = boost_refunds.verdict_of(boost)
    facts = (("Furthest stage reached", Stage(proposal.stage).label), *_rules(proposal))
    if asked.taken and asked.taken.back:
        by_support = ("Support gave these Connects back.",) if boost.refunded_by_support else ()
        return Told(BACK[0], by_support or BACK[1], facts, proposal=proposal)
    if boost.state == Boost.State.HELD:
        return Told(*HELD, facts, proposal=proposal)
    said = (boosts.REASONS[Boost.Why(boost.why)], _comes_back(verdict.refunded, "the job is removed for a violation"))
    title = "These Connects were spent on a boost"
    if asked.pending:
        title, said = (
            "These Connects are on their way back",
            (asked.pending.reason, f"They are back by {_instant(asked.pending.due_at)}."),
        )
    return Told(title, said, facts, verdict.row, _place(proposal, verdict), proposal)


def _words(proposal: Proposal, stands: Standing) -> tuple[str, ...]:
    """A heading and its sentences, by how its refund stands."""
    match stands.key:
        case "free":
            return "It cost nothing", "The client asked for this proposal, so there is nothing to give back."
        case "refunded":
            why = "Support gave them back." if stands.by_support else stands.reason
            return "These Connects have come back", why, f"On {_instant(stands.at)}, into the lots that had paid."
        case "refund_pending":
            by = f"You need do nothing: they are back by {_instant(stands.at)}."
            return "These Connects are on their way back", stands.reason, by
        case "not_refunded":
            ahead = () if proposal.job.closures.all() else _ahead(proposal)
            return "By the market rules, nothing comes back", f"{stands.reason} {_NOTHING}", *ahead
    return "Nothing has been decided yet", _STILL_OPEN, *_ahead(proposal)


def _ahead(proposal: Proposal) -> Iterator[str]:
    """What would come back, if."""
    close = Outcome.AFTER_HIRE if proposal.job.hires_count else Outcome.CANCELLED
    ends = {close: "the client cancels the job", Outcome.REMOVED: "the job is removed for a violation"}
    cells, withdrawn = proposal.refund_policy.cells, proposal.withdrawn_at is not None
    for outcome, words in ends.items():
        due = rules.refund_due(outcome, Stage(proposal.stage), withdrawn=withdrawn, policy=cells)
        yield _comes_back(due.refunded, words)


def _comes_back(due: bool, end: str) -> str:
    return f"If {end}, they {'come back' if due else 'do not come back'}."


def _rules(proposal: Proposal) -> Iterator[tuple[str, str]]:
    """Which version of the rules it was sent under. The first one holds for all that was sent before it, too."""
    version = proposal.refund_policy
    since = f", in force since {date_format(version.since, 'j F Y')}" if version.since <= proposal.sent_at else ""
    yield "Rules it was sent under", f"Version {version.pk}{since}"


def _place(proposal: Proposal, verdict: Verdict) -> str:
    return f"{reverse('market_rules')}?version={proposal.refund_policy_id}#{verdict.anchor}"


def _instant(at: datetime | None) -> str:
    return f"{date_format(at, 'j F Y, H:i')} UTC" if at else ""


def _proposal(number: int) -> Proposal | None:
    found = Proposal.objects.select_related("job__client", "author", "agency", "refund_policy", "wallet")
    return found.prefetch_related("job__closures", "answers", "offers", "boosts").filter(pk=number).first()


def _boost(number: int) -> Boost | None:
    found = Boost.objects.select_related("proposal__job__client", "proposal__author", "proposal__refund_policy")
    return found.prefetch_related("proposal__job__closures").filter(pk=number).first()
