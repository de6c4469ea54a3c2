"""What people are told from an offer to the reviews. To the freelancer's side as `proposals.addressing` has it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import dates
from common.telling import tell
from proposals import wording
from proposals.addressing import Saying, Told, about, addressed
from proposals.models import Contract, JobInvitation, Offer, Proposal, Review

_NO_PAY = gettext_lazy(
    "A contract carries no pay: there is no escrow here, so agree with each other how and when is paid."
)


def offered(offer: Offer) -> None:
    proposal = offer.proposal

    def said() -> Told:
        text = _("{client} offers you work: “{offer}”.").format(client=proposal.job.client.name, offer=offer.title)
        facts = (
            (_("Job"), proposal.job.title),
            (_("Pay"), wording.offered(offer)),
            (_("Begins"), dates.long_day(offer.starts_on)),
            (_("Answer until"), dates.exact(offer.lapses_at)),
        )
        lines = (text, *((f"“{offer.message}”",) if offer.message else ()), str(_NO_PAY))
        subject = _("An offer: {offer}").format(offer=offer.title)
        link = offer.get_absolute_url()
        return Told("offer", f"offer:{offer.pk}", text, link, subject, lines, facts, _("Read the offer"))

    _to_author(proposal, said)


def taken_back(offer: Offer) -> None:
    def said() -> Told:
        text = _("{client} took the offer “{offer}” back.").format(
            client=offer.proposal.job.client.name, offer=offer.title
        )
        return _mailed("offer", f"offer:{offer.pk}:taken_back", text, offer)

    _to_author(offer.proposal, said)


def accepted(offer: Offer, contract: Contract) -> None:
    def said() -> Told:
        text = _("{name} accepted your offer “{offer}”. The contract has begun.").format(
            name=offer.proposal.author.name, offer=offer.title
        )
        return _mailed("offer_answered", f"offer:{offer.pk}:answered", text, contract, (text, str(_NO_PAY)))

    _to(offer.proposal.job.client, said)


def offer_declined(offer: Offer, by: User) -> None:
    def said() -> Told:
        text = _("{name} declined your offer “{offer}”.").format(name=by.name, offer=offer.title)
        lines = (text, _the_reason(offer.reason))
        return _mailed("offer_answered", f"offer:{offer.pk}:answered", text, offer, lines)

    def to_author() -> Told:
        text = _("{name} declined the offer “{offer}” made to you.").format(name=by.name, offer=offer.title)
        return _by_agency(offer.proposal, text, offer)

    _to(offer.proposal.job.client, said)
    if by.pk != offer.proposal.author_id:
        _to(offer.proposal.author, to_author)


def over_by_withdrawal(offer: Offer) -> None:
    """To the client: what was offered is not wanted any more."""
    proposal = offer.proposal

    def said() -> Told:
        text = _("The proposal of {name} was withdrawn, so your offer “{offer}” does not stand any more.").format(
            name=proposal.author.name, offer=offer.title
        )
        return _mailed("offer_answered", f"offer:{offer.pk}:answered", text, offer)

    _to(proposal.job.client, said)


def lapsed(offer: Offer) -> None:
    proposal = offer.proposal

    def said() -> Told:
        text = _("Your offer “{offer}” to {name} has lapsed: nobody answered in time.").format(
            offer=offer.title, name=proposal.author.name
        )
        return _mailed("offer_answered", f"offer:{offer.pk}:lapsed", text, offer)

    def to_author() -> Told:
        text = _("The offer “{offer}” has lapsed: its time was over.").format(offer=offer.title)
        return Told("offer", f"offer:{offer.pk}:lapsed", text, offer.get_absolute_url())

    _to(proposal.job.client, said)
    _to_author(proposal, to_author)


def invited(invitation: JobInvitation) -> None:
    job = invitation.job

    def said() -> Told:
        text = _("{client} invites you to “{job}”. Your proposal for it costs 0 Connects.").format(
            client=job.client.name, job=job.title
        )
        lines = (text, *((f"“{invitation.message}”",) if invitation.message else ()))
        subject = _("You are invited: {job}").format(job=job.title)
        facts, link = ((_("Job"), job.title),), job.get_absolute_url()
        reference = f"invitation:{invitation.pk}"
        return Told("job_invitation", reference, text, link, subject, lines, facts, _("See the job"))

    _to(invitation.person, said)


def invitation_declined(invitation: JobInvitation) -> None:
    job = invitation.job

    def said() -> Told:
        text = _("{name} declined your invitation to “{job}”.").format(name=invitation.person.name, job=job.title)
        link = reverse("job_invitations", args=[job.pk])
        lines = (text, _the_reason(invitation.reason))
        reference = f"invitation:{invitation.pk}:declined"
        return Told("offer_answered", reference, text, link, text[:180], lines, (), _("Your invitations"))

    _to(job.client, said)


def asked_to_finish(contract: Contract) -> None:
    proposal = contract.proposal

    def said() -> Told:
        text = _("{name} says that the work for “{job}” is done. Mark it finished if it is.").format(
            name=proposal.author.name, job=proposal.job.title
        )
        return _mailed("contract", f"{contract.reference}:asked", text, contract)

    _to(proposal.job.client, said)


def finished(contract: Contract) -> None:
    proposal = contract.proposal

    def said() -> Told:
        text = _("{client} marked the contract “{job}” as finished.").format(
            client=proposal.job.client.name, job=proposal.job.title
        )
        lines = (text, _("Both of you can review each other now. Reviews are shown when both are there."))
        return _mailed("contract", f"{contract.reference}:over", text, contract, lines)

    _to_author(proposal, said)


def ended_early(contract: Contract, by: User) -> None:
    """To the other side."""
    proposal = contract.proposal

    def said() -> Told:
        text = _("{name} ended the contract “{job}”.").format(name=by.name, job=proposal.job.title)
        lines = (text, _the_reason(contract.end_reason), _("Both of you can review each other now."))
        return _mailed("contract", f"{contract.reference}:over", text, contract, lines)

    def to_author() -> Told:
        text = _("{name} ended your contract “{job}”.").format(name=by.name, job=proposal.job.title)
        return _by_agency(proposal, text, contract)

    if by.pk == proposal.job.client_id:
        _to_author(proposal, said)
        return
    _to(proposal.job.client, said)
    if by.pk != proposal.author_id:
        _to(proposal.author, to_author)


def review_waits(contract: Contract, review: Review) -> None:
    """The other side has written; what, is seen when both have. Written anew, it is not told again."""

    def said() -> Told:
        text = _("{name} reviewed you for “{job}”. You read it when you have written yours.").format(
            name=review.author.name, job=contract.proposal.job.title
        )
        return _mailed("review", f"review:{review.pk}:waits", text, contract)

    _of_review(contract, review, said)


def review_shown(contract: Contract, review: Review) -> None:
    def said() -> Told:
        text = _("{name} gave you {stars} of 5 stars for “{job}”.").format(
            name=review.author.name, stars=review.stars, job=contract.proposal.job.title
        )
        return _mailed("review", f"review:{review.pk}:shown", text, contract)

    _of_review(contract, review, said)


def _of_review(contract: Contract, review: Review, said: Saying) -> None:
    if review.by_client:
        _to_author(contract.proposal, said)
    else:
        _to(review.about, said)


def _to(person: User, said: Saying) -> None:
    tell(addressed(person, said))


def _to_author(proposal: Proposal, said: Saying) -> None:
    """To the author; to the owner of the agency when the author has left that."""
    about([(proposal, said)])


def _by_agency(proposal: Proposal, text: str, about: Offer | Contract) -> Told:
    """Whoever runs the agency did it in its author's place."""
    reference = f"{about._meta.model_name}:{about.pk}:by_agency"
    return Told("agency", reference, text, proposal.get_absolute_url())


def _the_reason(words: str) -> str:
    return _("The reason: “{words}”").format(words=words)


def _mailed(kind: str, reference: str, text: str, about: Offer | Contract, lines: tuple[str, ...] = ()) -> Told:
    label = _("See the offer") if isinstance(about, Offer) else _("See the contract")
    return Told(kind, reference, text, about.get_absolute_url(), text[:180], lines or (text,), (), label)
