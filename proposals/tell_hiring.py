"""What people are told from an offer to the reviews. To the freelancer's side as `proposals.tell` addresses it."""

from django.urls import reverse

from accounts.models import User
from common.telling import News
from common.telling import tell as tell_now
from proposals import tell, wording
from proposals.models import Contract, JobInvitation, Offer, Proposal, Review

_NO_PAY = "A contract carries no pay: there is no escrow here, so agree with each other how and when is paid."


def offered(offer: Offer) -> None:
    proposal = offer.proposal
    client = proposal.job.client
    text = f"{client.name} offers you work: “{offer.title}”."
    facts = (
        ("Job", proposal.job.title),
        ("Pay", wording.offered(offer)),
        ("Begins", f"{offer.starts_on:%d %B %Y}"),
        ("Answer until", f"{offer.lapses_at:%d %B %Y, %H:%M UTC}"),
    )
    lines = (text, *((f"“{offer.message}”",) if offer.message else ()), _NO_PAY)
    _to_author(
        proposal,
        News(
            proposal.author,
            "offer",
            f"offer:{offer.pk}",
            text,
            offer.get_absolute_url(),
            f"An offer: {offer.title}",
            lines,
            facts,
            "Read the offer",
        ),
    )


def taken_back(offer: Offer) -> None:
    text = f"{offer.proposal.job.client.name} took the offer “{offer.title}” back."
    _to_author(offer.proposal, _mailed(offer.proposal.author, "offer", f"offer:{offer.pk}:taken_back", text, offer))


def accepted(offer: Offer, contract: Contract) -> None:
    text = f"{offer.proposal.author.name} accepted your offer “{offer.title}”. The contract has begun."
    lines = (text, _NO_PAY)
    news = _mailed(offer.proposal.job.client, "offer_answered", f"offer:{offer.pk}:answered", text, contract, lines)
    tell_now(news)


def offer_declined(offer: Offer, by: User) -> None:
    text = f"{by.name} declined your offer “{offer.title}”."
    lines = (text, f"The reason: “{offer.reason}”")
    tell_now(_mailed(offer.proposal.job.client, "offer_answered", f"offer:{offer.pk}:answered", text, offer, lines))
    if by.pk != offer.proposal.author_id:
        _to_its_author(offer.proposal, f"{by.name} declined the offer “{offer.title}” made to you.", offer)


def over_by_withdrawal(offer: Offer) -> None:
    """To the client: what was offered is not wanted any more."""
    proposal = offer.proposal
    text = (
        f"The proposal of {proposal.author.name} was withdrawn, so your offer “{offer.title}” does not stand any more."
    )
    tell_now(_mailed(proposal.job.client, "offer_answered", f"offer:{offer.pk}:answered", text, offer))


def lapsed(offer: Offer) -> None:
    proposal = offer.proposal
    text = f"Your offer “{offer.title}” to {proposal.author.name} has lapsed: nobody answered in time."
    tell_now(_mailed(proposal.job.client, "offer_answered", f"offer:{offer.pk}:lapsed", text, offer))
    text = f"The offer “{offer.title}” has lapsed: its time was over."
    reference = f"offer:{offer.pk}:lapsed"
    _to_author(proposal, News(proposal.author, "offer", reference, text, offer.get_absolute_url()))


def invited(invitation: JobInvitation) -> None:
    job = invitation.job
    text = f"{job.client.name} invites you to “{job.title}”. Your proposal for it costs 0 Connects."
    said = (f"“{invitation.message}”",) if invitation.message else ()
    tell_now(
        News(
            invitation.person,
            "job_invitation",
            f"invitation:{invitation.pk}",
            text,
            job.get_absolute_url(),
            f"You are invited: {job.title}",
            (text, *said),
            (("Job", job.title),),
            "See the job",
        )
    )


def invitation_declined(invitation: JobInvitation) -> None:
    job = invitation.job
    text = f"{invitation.person.name} declined your invitation to “{job.title}”."
    link = reverse("job_invitations", args=[job.pk])
    lines = (text, f"The reason: “{invitation.reason}”")
    reference = f"invitation:{invitation.pk}:declined"
    tell_now(News(job.client, "offer_answered", reference, text, link, text[:180], lines, (), "Your invitations"))


def asked_to_finish(contract: Contract) -> None:
    proposal = contract.proposal
    text = f"{proposal.author.name} says that the work for “{proposal.job.title}” is done. Mark it finished if it is."
    tell_now(_mailed(proposal.job.client, "contract", f"{contract.reference}:asked", text, contract))


def finished(contract: Contract) -> None:
    proposal = contract.proposal
    text = f"{proposal.job.client.name} marked the contract “{proposal.job.title}” as finished."
    lines = (text, "Both of you can review each other now. Reviews are shown when both are there.")
    news = _mailed(proposal.author, "contract", f"{contract.reference}:over", text, contract, lines)
    _to_author(proposal, news)


def ended_early(contract: Contract, by: User) -> None:
    """To the other side."""
    proposal = contract.proposal
    text = f"{by.name} ended the contract “{proposal.job.title}”."
    lines = (text, f"The reason: “{contract.end_reason}”", "Both of you can review each other now.")
    by_client = by.pk == proposal.job.client_id
    to = proposal.author if by_client else proposal.job.client
    news = _mailed(to, "contract", f"{contract.reference}:over", text, contract, lines)
    if by_client:
        _to_author(proposal, news)
    else:
        tell_now(news)
        if by.pk != proposal.author_id:
            _to_its_author(proposal, f"{by.name} ended your contract “{proposal.job.title}”.", contract)


def review_waits(contract: Contract, review: Review) -> None:
    """The other side has written; what, is seen when both have. Written anew, it is not told again."""
    proposal = contract.proposal
    text = f"{review.author.name} reviewed you for “{proposal.job.title}”. You read it when you have written yours."
    news = _mailed(review.about, "review", f"review:{review.pk}:waits", text, contract)
    if review.by_client:
        _to_author(proposal, news)
    else:
        tell_now(news)


def review_shown(contract: Contract, review: Review) -> None:
    proposal = contract.proposal
    text = f"{review.author.name} gave you {review.stars} of 5 stars for “{proposal.job.title}”."
    news = _mailed(review.about, "review", f"review:{review.pk}:shown", text, contract)
    if review.by_client:
        _to_author(proposal, news)
    else:
        tell_now(news)


def _to_its_author(proposal: Proposal, text: str, about: Offer | Contract) -> None:
    """Whoever runs the agency did it in their place."""
    reference = f"{about._meta.model_name}:{about.pk}:by_agency"
    tell_now(News(proposal.author, "agency", reference, text, proposal.get_absolute_url()))


def _to_author(proposal: Proposal, news: News) -> None:
    """To the author; to the owner of the agency when the author has left that."""
    tell.about([(proposal, news)])


def _mailed(
    to: User, kind: str, reference: str, text: str, about: Offer | Contract, lines: tuple[str, ...] = ()
) -> News:
    label = "See the offer" if isinstance(about, Offer) else "See the contract"
    return News(to, kind, reference, text, about.get_absolute_url(), text[:180], lines or (text,), (), label)
