"""Until when something can be written: as long as the two sides may still come together, or have."""

from django.utils.translation import gettext_lazy as _

from accounts import blocking
from accounts.models import User
from jobs.models import JobEnd
from proposals.models import Contract, Proposal, State
from proposals.talk.errors import TalkClosed

_ENDED = {
    State.WITHDRAWN: _("The proposal was withdrawn, so nothing more is written here."),
    State.DECLINED: _("The proposal was declined, so nothing more is written here."),
    State.NOT_SELECTED: _("The client chose somebody else, so nothing more is written here."),
}
_JOB_ENDED = {
    JobEnd.CANCELLED: _("The client cancelled the job, so nothing more is written here."),
    JobEnd.FILLED: _("The job is filled, so nothing more is written here."),
    JobEnd.EXPIRED: _("The job expired without a decision, so nothing more is written here."),
}
_BLOCKED = _("You two cannot write to each other here any more.")
_REMOVED = _("The job was removed for a violation, so nothing more is written here.")


def why_closed(proposal: Proposal) -> str:
    """Why nothing can be written any more, in a sentence; empty while something can. Reading is never closed.

    Whoever was hired goes on talking after the job is filled; after a removal nobody does.
    """
    ends = set() if proposal.job.is_live else {closure.end for closure in proposal.job.closures.all()}
    if JobEnd.REMOVED in ends:
        return str(_REMOVED)
    state = State(proposal.state)
    if state in _ENDED:
        return str(_ENDED[state])
    if proposal.job.is_live or state == State.HIRED:
        return ""
    return str(_JOB_ENDED[JobEnd(next(iter(ends), JobEnd.EXPIRED))])


def check_open(proposal: Proposal, by: User) -> None:
    """Raises TalkClosed: also when one of the two has blocked the other, unless they work together at present.

    Of an agency's side both count: whose proposal it is, and whoever writes.
    """
    if why := why_closed(proposal):
        raise TalkClosed(why)
    client, others = proposal.job.client_id, {proposal.author_id, by.pk} - {proposal.job.client_id}
    if any(blocking.blocks_between(client, other) for other in others) and not _work_together(proposal):
        raise TalkClosed(str(_BLOCKED))


def _work_together(proposal: Proposal) -> bool:
    return Contract.objects.filter(proposal=proposal, status=Contract.Status.ACTIVE).exists()
