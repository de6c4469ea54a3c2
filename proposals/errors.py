"""What can go wrong with a proposal, in the domain's words. The text of each is fit to be shown to the person."""

from django.utils.translation import gettext_lazy as _

from common.reading import Words


class ProposalError(Exception):
    """Base of everything this room refuses."""

    sentence: Words = _("That is not possible.")

    def __str__(self) -> str:
        return str(self.sentence)


class OwnJob(ProposalError):
    sentence = _("This is your own job. Nobody applies to themselves.")


class SameAgency(ProposalError):
    sentence = _("You and the other side belong to the same agency. Nobody applies or hires across their own agency.")


class Blocked(ProposalError):
    """One of the two has blocked the other; nobody is told which."""

    sentence = _("This job takes no proposals from you.")


class NotAFreelancer(ProposalError):
    sentence = _("Turn on finding work first: it is free and opens the wallet that pays for proposals.")


class NotAMember(ProposalError):
    sentence = _("You are not a member of this agency.")


class QuestionsOpen(ProposalError):
    """A question that must be answered is not; perhaps the client has only just asked it."""

    sentence = _("The client asks something that is not answered yet. Your words are kept: look at the questions.")


class AlreadySent(ProposalError):
    """The person has sent a proposal for this job before, as themselves or for an agency."""

    sentence = _("There is already a proposal of yours for this job.")


class AgencySent(AlreadySent):
    """Somebody of the agency has."""

    sentence = _("Your agency has sent a proposal for this job already. You can send one as yourself.")


class NotYours(ProposalError):
    """Somebody else's proposal, or a proposal for somebody else's job."""

    sentence = _("This proposal is not yours to decide on.")


class AlreadyViewed(ProposalError):
    sentence = _("The client has opened the proposal, so it can no longer be edited.")


class TooLate(ProposalError):
    """The proposal has moved on to where this is no longer possible."""

    sentence = _("The proposal has moved on meanwhile, so this is no longer possible. Its page shows where it stands.")


class BoostRefused(ProposalError):
    """A bid that is not taken, for a reason that depends on the auction: the sentence says it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ReasonNeeded(ProposalError):
    sentence = _("Say why, in a sentence: the freelancer will read it.")


class OfferGone(ProposalError):
    """The offer was answered, taken back or has lapsed."""

    sentence = _("This offer does not stand any more. Its page shows what became of it.")


class BadTerms(ProposalError):
    sentence = _("The end of the work lies before its start.")


class AlreadyInvited(ProposalError):
    sentence = _("You have invited this person to this job already.")


class TooManyInvitations(ProposalError):
    """Over the operator's limit, for the job or for a day."""

    sentence = _(
        "You have asked as many people as one client may, for this job or within a day. Wait for their answers."
    )


class NotHere(ProposalError):
    """The person finds no work here: closed the account, or has not proven the mailbox."""

    sentence = _("This person cannot be asked at the moment.")


class HasApplied(AlreadySent):
    """The client asks somebody whose proposal is there already."""

    sentence = _("This person has sent a proposal for this job already. You find it among the job's proposals.")


class InvitationGone(ProposalError):
    sentence = _("This invitation has been answered, or the job has ended.")


class ContractOver(ProposalError):
    sentence = _("The contract is over already. Its page shows how.")


class ReviewsClosed(ProposalError):
    """Nothing is written while a contract runs, nor once the reviews are shown or the days for them are over."""

    sentence = _("A review can be written once the contract is over, and until the reviews are shown.")


class NothingToRefund(ProposalError):
    """It cost nothing, or it is a boost that is not spent."""

    sentence = _("Nothing was spent that could be given back.")


class RefundedAlready(ProposalError):
    sentence = _("These Connects have come back already. Nothing was done a second time.")


class RefundUnderWay(ProposalError):
    """The matrix gives it back: announced, and done when due."""

    sentence = _("These Connects are on their way back by themselves, so nothing was given back twice.")
