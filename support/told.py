"""What the site itself can say about a line, before anybody asks: what became of it, and the rule that decided.

Judged by the refund rules that the proposal was sent under (PRODUCT 8), in the words of Market rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import dates, reading
from common.reading import Words
from proposals import boost_refunds, boosts, pending, rules
from proposals.models import Boost, Outcome, Proposal, Stage
from proposals.refunds import Standing, standing
from proposals.rules import Verdict
from support.lines import Asked
from support.words import BACK, BADGE_WEEK, HELD, OF_STATUS


@dataclass(frozen=True, slots=True)
class Told:
    """A heading and sentences; facts (name, words); and the row of the matrix, with its place on Market rules."""

    title: Words
    lines: tuple[Words, ...]
    facts: tuple[tuple[Words, Words], ...] = ()
    rule: Words = ""
    rule_url: str = ""
    proposal: Proposal | None = None


_STILL_OPEN = gettext_lazy("The job goes on. The rules in force when it was sent say:")


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
        _facts(proposal),
        verdict.row if verdict else "",
        _place(proposal, verdict) if verdict else "",
        proposal,
    )


def _of_boost(boost: Boost, asked: Asked) -> Told:
    proposal = boost.proposal
    verdict = boost_refunds.verdict_of(boost)
    facts: tuple[tuple[Words, Words], ...] = (
        (_("Furthest stage reached"), Stage(proposal.stage).label),
        *_rules(proposal),
    )
    if asked.taken and asked.taken.back:
        by_support = (_("Support gave these Connects back."),) if boost.refunded_by_support else ()
        return Told(BACK[0], by_support or BACK[1], facts, proposal=proposal)
    if boost.state == Boost.State.HELD:
        return Told(*HELD, facts, proposal=proposal)
    said = (boosts.why(boost), _if_removed(back=verdict.refunded))
    title = _("These Connects were spent on a boost")
    if asked.pending:
        title, said = (
            _("These Connects are on their way back"),
            (
                reading.said(asked.pending.reason),
                _("They are back by {moment}.").format(moment=_instant(asked.pending.due_at)),
            ),
        )
    return Told(title, said, facts, verdict.row, _place(proposal, verdict), proposal)


def _words(proposal: Proposal, stands: Standing) -> tuple[Words, ...]:
    """A heading and its sentences, by how its refund stands."""
    match stands.key:
        case "free":
            return _("It cost nothing"), _("The client asked for this proposal, so there is nothing to give back.")
        case "refunded":
            why = _("Support gave them back.") if stands.by_support else stands.reason
            on = _("On {moment}, into the lots that had paid.").format(moment=_instant(stands.at))
            return _("These Connects have come back"), why, on
        case "refund_pending":
            by = _("You need do nothing: they are back by {moment}.").format(moment=_instant(stands.at))
            return _("These Connects are on their way back"), stands.reason, by
        case "not_refunded":
            ahead = () if proposal.job.closures.all() else _ahead(proposal)
            nothing = _("{reason} For that the rules give no Connects back.").format(reason=stands.reason)
            return _("By the market rules, nothing comes back"), nothing, *ahead
    return _("Nothing has been decided yet"), _STILL_OPEN, *_ahead(proposal)


def _ahead(proposal: Proposal) -> Iterator[str]:
    """What would come back, if."""
    close = Outcome.AFTER_HIRE if proposal.job.hires_count else Outcome.CANCELLED
    ends = {close: _if_cancelled, Outcome.REMOVED: _if_removed}
    cells, withdrawn = proposal.refund_policy.cells, proposal.withdrawn_at is not None
    for outcome, words in ends.items():
        due = rules.refund_due(outcome, Stage(proposal.stage), withdrawn=withdrawn, policy=cells)
        yield words(back=due.refunded)


def _if_cancelled(*, back: bool) -> str:
    if back:
        return _("If the client cancels the job, they come back.")
    return _("If the client cancels the job, they do not come back.")


def _if_removed(*, back: bool) -> str:
    if back:
        return _("If the job is removed for a violation, they come back.")
    return _("If the job is removed for a violation, they do not come back.")


def _facts(proposal: Proposal) -> tuple[tuple[Words, Words], ...]:
    return (_("Furthest stage reached"), Stage(proposal.stage).label), *_rules(proposal)


def _rules(proposal: Proposal) -> Iterator[tuple[str, str]]:
    """Which version of the rules it was sent under. The first one holds for all that was sent before it, too."""
    version = proposal.refund_policy
    words = _("Version {number}")
    if version.since <= proposal.sent_at:
        words = _("Version {number}, in force since {day}")
    yield _("Rules it was sent under"), words.format(number=version.pk, day=dates.long_day(version.since))


def _place(proposal: Proposal, verdict: Verdict) -> str:
    return f"{reverse('market_rules')}?version={proposal.refund_policy_id}#{verdict.anchor}"


def _instant(at: datetime | None) -> str:
    return dates.exact(at) if at else ""


def _proposal(number: int) -> Proposal | None:
    found = Proposal.objects.select_related("job__client", "author", "agency", "refund_policy", "wallet")
    return found.prefetch_related("job__closures", "answers", "offers", "boosts").filter(pk=number).first()


def _boost(number: int) -> Boost | None:
    found = Boost.objects.select_related("proposal__job__client", "proposal__author", "proposal__refund_policy")
    return found.prefetch_related("proposal__job__closures").filter(pk=number).first()
