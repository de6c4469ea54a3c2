"""What people are told about proposals: a line in the notice centre, and for what matters a mail as well.

Written in the transaction of what is told; a reference each, so that telling twice tells once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.urls import reverse

from accounts.agencies import standing as agencies
from accounts.models import AgencyMember, User
from common.telling import News, tell_many
from jobs.models import JobEnd
from proposals import rules, wording
from proposals.models import Outcome, Proposal, Settlement, State
from proposals.pending import BoostBack, Pending


def viewed(proposal: Proposal) -> None:
    text = f"The client has opened your proposal for “{proposal.job.title}”."
    _tell([(proposal, _news(proposal, "proposal_viewed", text))])


def declined(proposal: Proposal) -> None:
    text = f"Your proposal for “{proposal.job.title}” was declined."
    facts = (("Job", proposal.job.title), ("Reason", proposal.decline_reason))
    _tell([(proposal, _news(proposal, "declined", text, subject=text, facts=facts))])


def withdrawn(proposal: Proposal, by: User) -> None:
    """To its author, when somebody who runs the agency took it back."""
    agency = proposal.agency.name if proposal.agency else ""
    text = f"{by.name} withdrew your proposal for “{proposal.job.title}” in the name of {agency}."
    reference = f"withdrawn:{proposal.reference}"
    tell_many([News(proposal.author, "agency", reference, text, proposal.get_absolute_url())])


def banned(proposal: Proposal) -> None:
    """To those who run the agency it was sent for: its author may not act here any more."""
    _lost_to_agency(proposal, "banned", f"of {proposal.author.name}", "their account was banned")


def author_left(proposal: Proposal) -> None:
    """To the same people: its author has closed the account, so no name is said."""
    _lost_to_agency(proposal, "author-left", "of a member", "they have closed their account")


def _lost_to_agency(proposal: Proposal, key: str, whose: str, why: str) -> None:
    if proposal.agency is None:
        return
    text = (
        f"The proposal {whose} for “{proposal.job.title}” in the name of {proposal.agency.name} was withdrawn: {why}."
    )
    seats = AgencyMember.objects.running().filter(agency=proposal.agency_id).exclude(person=proposal.author_id)
    tell_many(
        News(seat.person, "agency", f"{key}:{proposal.reference}", text, proposal.get_absolute_url())
        for seat in seats.select_related("person")
    )


def hired(proposal: Proposal) -> None:
    text = f"You are hired: “{proposal.job.title}”."
    lines = (
        f"{proposal.job.client.name} has hired you for this job.",
        "The contract carries no pay: there is no escrow here, so agree with the client how and when you are paid.",
    )
    facts = (("Job", proposal.job.title),)
    _tell([(proposal, _news(proposal, "hired", text, subject=text, lines=lines, facts=facts))])


def refunded(proposals: Iterable[Proposal], boosts: Mapping[int, BoostBack]) -> None:
    """With the boosts that came back at the same time: one notice for both."""
    _tell([(each, _refunded(each, boosts.get(each.pk))) for each in proposals])


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
    _tell(news)


def operators_of_late_refunds(row: Settlement, operators: Iterable[User]) -> None:
    text = f"Refunds are late: “{row.job.title}” (settlement {row.pk}) should have been done by now."
    lines = ("They were announced to freelancers and are not all done. Look at the sweep “proposals.settle”.",)
    facts = (("Announced", f"{row.announced_at:%d %B %Y, %H:%M UTC}"), ("Due", f"{row.due_at:%d %B %Y, %H:%M UTC}"))
    link = reverse("admin:proposals_settlement_change", args=[row.pk])
    tell_many(
        News(each, "refunds_late", f"late:settlement:{row.pk}", text, link, text, lines, facts, "See the settlement")
        for each in operators
    )


def about(news: list[tuple[Proposal, News]]) -> None:
    """Tell whom each proposal concerns: its author, or the agency's owner when the author has left."""
    _tell(news)


def _tell(news: list[tuple[Proposal, News]]) -> None:
    """To each proposal's author; to the owner of its agency when the author has left that."""
    owners = _owners_for_those_who_left([proposal for proposal, _ in news if proposal.agency_id is not None])
    tell_many(
        replace(each, to=owners[proposal.pk], text=f"{proposal.author.name}: {each.text}")
        if proposal.pk in owners
        else each
        for proposal, each in news
    )


def _owners_for_those_who_left(sent: list[Proposal]) -> dict[int, User]:
    """By the proposal's number, for those sent in an agency's name. No query when there are none."""
    if not sent:
        return {}
    ids, authors = {each.agency_id for each in sent}, {each.author_id for each in sent}
    seats = AgencyMember.objects.present().filter(agency__in=ids, person__in=authors)
    present = set(seats.values_list("agency_id", "person_id"))
    owners = agencies.owners_of([each for each in ids if each is not None])
    return {
        each.pk: owners[each.agency_id]
        for each in sent
        if each.agency_id in owners and (each.agency_id, each.author_id) not in present
    }


def _clients_words(row: Settlement) -> tuple[str, ...]:
    """What the client wrote when cancelling, for those who sent proposals."""
    if row.closure is None or row.closure.end != JobEnd.CANCELLED or not row.closure.reason:
        return ()
    return (f"The client wrote: “{row.closure.reason}”",)


def _refund_pending(row: Settlement, proposal: Proposal, pending: Pending | None, boost: BoostBack | None) -> News:
    """One notice of all that comes back: the proposal's Connects, a spent boost's, or both."""
    paid = pending.connects if pending else 0
    number = wording.connects(paid + (boost.connects if boost else 0))
    happened = wording.happened(pending.verdict.outcome if pending and not boost else Outcome(row.outcome))
    due = max(pending.due_at, row.due_at) if pending and boost else pending.due_at if pending else row.due_at
    names = [*([pending.verdict.row] if pending else []), *([boost.row] if boost else [])]
    return _news(
        proposal,
        "refund_pending",
        f"“{proposal.job.title}”: {happened} {number} are on their way back{_parts(paid, boost)}.",
        reference=f"ended:{row.pk}:{proposal.reference}",
        subject=f"{number} on their way back: {proposal.job.title}",
        lines=(
            happened,
            *_clients_words(row),
            f"{number} go back into the lots they came from, with their original expiry.",
        ),
        facts=(
            ("Job", proposal.job.title),
            ("Refund", f"{number}{_parts(paid, boost)}"),
            ("Done by", f"{due:%d %B %Y, %H:%M UTC}"),
            *(("Market rules", name) for name in names),
        ),
    )


def _refunded(proposal: Proposal, boost: BoostBack | None) -> News:
    number = wording.connects(proposal.paid + (boost.connects if boost else 0))
    parts = _parts(proposal.paid, boost)
    happened = wording.happened(Outcome(proposal.refunded_for))
    return _news(
        proposal,
        "refunded",
        f"{number} came back for “{proposal.job.title}”{parts}. {happened}",
        subject=f"{number} came back: {proposal.job.title}",
        lines=(happened, f"{number} are back in the lots they came from."),
        facts=(("Job", proposal.job.title), ("Refunded", f"{number}{parts}")),
    )


def _parts(paid: int, boost: BoostBack | None) -> str:
    """What the number is made of, where a boost is in it: " (proposal 6, boost 5)"."""
    if boost is None:
        return ""
    return f" (proposal {paid}, boost {boost.connects})" if paid else " (your boost)"


def _job_ended(row: Settlement, proposal: Proposal, end: JobEnd) -> News:
    """Nothing is on its way back: it never was due, or it has come back already."""
    title = f"“{proposal.job.title}”"
    reference = f"ended:{row.pk}:{proposal.reference}"
    if end == JobEnd.FILLED:
        text = f"{title} is filled." if proposal.state == State.HIRED else f"{title} is filled; you were not selected."
        return _news(proposal, "job_filled", text, reference=reference)
    text = f"{title}: {wording.happened(Outcome(row.outcome))}"
    if end == JobEnd.EXPIRED:
        return _news(proposal, "job_expired", text, reference=reference)
    back = "Your Connects have come back already." if proposal.refunded_at else "No Connects come back for it."
    back = back if proposal.paid else "It had cost you no Connects."
    kind = "job_removed" if end == JobEnd.REMOVED else "job_cancelled"
    subject = f"Job {'removed' if end == JobEnd.REMOVED else 'cancelled'}: {proposal.job.title}"
    decided = f"{back} Your proposal's page says which rule decided."
    lines = (wording.happened(Outcome(row.outcome)), *_clients_words(row), decided)
    facts = (("Job", proposal.job.title),)
    return _news(proposal, kind, text, reference=reference, subject=subject, lines=lines, facts=facts)


def _news(
    proposal: Proposal,
    kind: str,
    text: str,
    *,
    reference: str = "",
    subject: str = "",
    lines: tuple[str, ...] = (),
    facts: tuple[tuple[str, str], ...] = (),
) -> News:
    reference = reference or f"{kind}:{proposal.reference}"
    link = proposal.get_absolute_url()
    return News(proposal.author, kind, reference, text, link, subject, lines, facts, "See the proposal")
