"""What people are told about proposals: a line in the notice centre, and for what matters a mail as well.

Written in the transaction of what is told; a reference each, so that telling twice tells once.
"""

from collections.abc import Callable, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AgencyMember, User
from common import dates
from common.numbers import figure, in_connects
from common.telling import tell_many
from jobs.models import JobEnd
from proposals import rules, wording
from proposals.addressing import Facts, Saying, Told, about, addressed
from proposals.models import Outcome, Proposal, Settlement, State
from proposals.pending import BoostBack, Pending


def viewed(proposal: Proposal) -> None:
    def said() -> Told:
        text = _("The client has opened your proposal for “{job}”.").format(job=proposal.job.title)
        return _told(proposal, "proposal_viewed", text)

    about([(proposal, said)])


def declined(proposal: Proposal) -> None:
    def said() -> Told:
        text = _("Your proposal for “{job}” was declined.").format(job=proposal.job.title)
        facts = (*_job(proposal), (_("Reason"), proposal.declined_because))
        return _told(proposal, "declined", text, subject=text, facts=facts)

    about([(proposal, said)])


def withdrawn(proposal: Proposal, by: User) -> None:
    """To its author, when somebody who runs the agency took it back."""

    def said() -> Told:
        text = _("{name} withdrew your proposal for “{job}” in the name of {agency}.").format(
            name=by.name, job=proposal.job.title, agency=_agency(proposal)
        )
        return Told("agency", f"withdrawn:{proposal.reference}", text, proposal.get_absolute_url())

    tell_many([addressed(proposal.author, said)])


def banned(proposal: Proposal) -> None:
    """To those who run the agency it was sent for: its author may not act here any more."""

    def said() -> str:
        return _(
            "The proposal of {name} for “{job}” in the name of {agency} was withdrawn: their account was banned."
        ).format(name=proposal.author.name, job=proposal.job.title, agency=_agency(proposal))

    _lost_to_agency(proposal, "banned", said)


def author_left(proposal: Proposal) -> None:
    """To the same people: its author has closed the account, so no name is said."""

    def said() -> str:
        return _(
            "The proposal of a member for “{job}” in the name of {agency} was withdrawn: they have closed their "
            "account."
        ).format(job=proposal.job.title, agency=_agency(proposal))

    _lost_to_agency(proposal, "author-left", said)


def _lost_to_agency(proposal: Proposal, key: str, words: Callable[[], str]) -> None:
    if proposal.agency is None:
        return
    seats = AgencyMember.objects.running().filter(agency=proposal.agency_id).exclude(person=proposal.author_id)
    reference, link = f"{key}:{proposal.reference}", proposal.get_absolute_url()
    tell_many(
        addressed(seat.person, lambda: Told("agency", reference, words(), link))
        for seat in seats.select_related("person")
    )


def hired(proposal: Proposal) -> None:
    def said() -> Told:
        text = _("You are hired: “{job}”.").format(job=proposal.job.title)
        lines = (
            _("{client} has hired you for this job.").format(client=proposal.job.client.name),
            _(
                "The contract carries no pay: there is no escrow here, so agree with the client how and when you are "
                "paid."
            ),
        )
        return _told(proposal, "hired", text, subject=text, lines=lines, facts=_job(proposal))

    about([(proposal, said)])


def refunded(proposals: Iterable[Proposal], boosts: Mapping[int, BoostBack]) -> None:
    """With the boosts that came back at the same time: one notice for both."""
    about([(each, _refunded(each, boosts.get(each.pk))) for each in proposals])


def ended(
    row: Settlement, proposals: Iterable[Proposal], pending: Mapping[int, Pending], boosts: Mapping[int, BoostBack]
) -> None:
    """How a job (or a single proposal) ended, to those whom it concerns: still in the running, hired, or refunded."""
    news = []
    for each in proposals:
        if each.pk in pending or each.pk in boosts:
            news.append((each, _refund_pending(row, each, pending.get(each.pk), boosts.get(each.pk))))
        elif row.closure is not None and (each.state in rules.UNDECIDED or each.state == State.HIRED):
            news.append((each, _job_ended(row, each, JobEnd(row.closure.end))))
    about(news)


def operators_of_late_refunds(row: Settlement, operators: Iterable[User]) -> None:
    def said() -> Told:
        text = _("Refunds are late: “{job}” (settlement {number}) should have been done by now.").format(
            job=row.job.title, number=row.pk
        )
        lines = (
            _("They were announced to freelancers and are not all done. Look at the sweep “{sweep}”.").format(
                sweep="proposals.settle"
            ),
        )
        facts = ((_("Announced"), dates.exact(row.announced_at)), (_("Due"), dates.exact(row.due_at)))
        link = reverse("admin:proposals_settlement_change", args=[row.pk])
        return Told(
            "refunds_late", f"late:settlement:{row.pk}", text, link, text, lines, facts, _("See the settlement")
        )

    tell_many(addressed(each, said) for each in operators)


def _clients_words(row: Settlement) -> tuple[str, ...]:
    """What the client wrote when cancelling, for those who sent proposals."""
    if row.closure is None or row.closure.end != JobEnd.CANCELLED or not row.closure.reason:
        return ()
    return (_("The client wrote: “{words}”").format(words=row.closure.reason),)


def _refund_pending(row: Settlement, proposal: Proposal, pending: Pending | None, boost: BoostBack | None) -> Saying:
    """One notice of all that comes back: the proposal's Connects, a spent boost's, or both."""
    paid = pending.connects if pending else 0
    outcome = pending.verdict.outcome if pending and not boost else Outcome(row.outcome)
    due = max(pending.due_at, row.due_at) if pending and boost else pending.due_at if pending else row.due_at

    def said() -> Told:
        back, parts = in_connects(paid + (boost.connects if boost else 0)), _parts(paid, boost)
        happened, title = wording.happened(outcome), proposal.job.title
        names = [*([pending.verdict.row] if pending else []), *([boost.row] if boost else [])]
        return _told(
            proposal,
            "refund_pending",
            # Translators: happened is a whole sentence; parts is empty or " (proposal 6, boost 5)".
            _("“{job}”: {happened} {connects} are on their way back{parts}.").format(
                job=title, happened=happened, connects=back, parts=parts
            ),
            reference=f"ended:{row.pk}:{proposal.reference}",
            subject=_("{connects} on their way back: {job}").format(connects=back, job=title),
            lines=(
                happened,
                *_clients_words(row),
                _("{connects} go back into the lots they came from, with their original expiry.").format(
                    connects=back
                ),
            ),
            facts=(
                *_job(proposal),
                (_("Refund"), f"{back}{parts}"),
                (_("Done by"), dates.exact(due)),
                *((_("Market rules"), name) for name in names),
            ),
        )

    return said


def _refunded(proposal: Proposal, boost: BoostBack | None) -> Saying:
    def said() -> Told:
        back = in_connects(proposal.paid + (boost.connects if boost else 0))
        parts, happened = _parts(proposal.paid, boost), wording.happened(Outcome(proposal.refunded_for))
        return _told(
            proposal,
            "refunded",
            # Translators: happened is a whole sentence; parts is empty or " (proposal 6, boost 5)".
            _("{connects} came back for “{job}”{parts}. {happened}").format(
                connects=back, job=proposal.job.title, parts=parts, happened=happened
            ),
            subject=_("{connects} came back: {job}").format(connects=back, job=proposal.job.title),
            lines=(happened, _("{connects} are back in the lots they came from.").format(connects=back)),
            facts=(*_job(proposal), (_("Refunded"), f"{back}{parts}")),
        )

    return said


def _parts(paid: int, boost: BoostBack | None) -> str:
    """What the number is made of, where a boost is in it: " (proposal 6, boost 5)"."""
    if boost is None:
        return ""
    if not paid:
        return " " + _("(your boost)")
    return " " + _("(proposal {paid}, boost {bid})").format(paid=figure(paid), bid=figure(boost.connects))


def _job_ended(row: Settlement, proposal: Proposal, end: JobEnd) -> Saying:
    """Nothing is on its way back: it never was due, or it has come back already."""
    reference = f"ended:{row.pk}:{proposal.reference}"
    if end == JobEnd.FILLED:
        return lambda: _told(proposal, "job_filled", _filled(proposal), reference=reference)
    if end == JobEnd.EXPIRED:
        return lambda: _told(proposal, "job_expired", _over(row, proposal), reference=reference)

    def said() -> Told:
        lines = (
            wording.happened(Outcome(row.outcome)),
            *_clients_words(row),
            " ".join((_came_back(proposal), _("Your proposal's page says which rule decided."))),
        )
        removed = end == JobEnd.REMOVED
        subject = _("Job removed: {job}") if removed else _("Job cancelled: {job}")
        return _told(
            proposal,
            "job_removed" if removed else "job_cancelled",
            _over(row, proposal),
            reference=reference,
            subject=subject.format(job=proposal.job.title),
            lines=lines,
            facts=_job(proposal),
        )

    return said


def _filled(proposal: Proposal) -> str:
    if proposal.state == State.HIRED:
        return _("“{job}” is filled.").format(job=proposal.job.title)
    return _("“{job}” is filled; you were not selected.").format(job=proposal.job.title)


def _over(row: Settlement, proposal: Proposal) -> str:
    return f"“{proposal.job.title}”: {wording.happened(Outcome(row.outcome))}"


def _came_back(proposal: Proposal) -> str:
    if not proposal.paid:
        return _("It had cost you no Connects.")
    if proposal.refunded_at:
        return _("Your Connects have come back already.")
    return _("No Connects come back for it.")


def _agency(proposal: Proposal) -> str:
    return proposal.agency.name if proposal.agency else ""


def _job(proposal: Proposal) -> Facts:
    return ((_("Job"), proposal.job.title),)


def _told(
    proposal: Proposal,
    kind: str,
    text: str,
    *,
    reference: str = "",
    subject: str = "",
    lines: tuple[str, ...] = (),
    facts: Facts = (),
) -> Told:
    reference = reference or f"{kind}:{proposal.reference}"
    return Told(kind, reference, text, proposal.get_absolute_url(), subject, lines, facts, _("See the proposal"))
