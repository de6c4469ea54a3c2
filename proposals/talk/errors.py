"""What can go wrong in a conversation, in words for the person."""

from django.utils.translation import gettext_lazy as _

from proposals.errors import ProposalError


class NotBegun(ProposalError):
    sentence = _("The client begins the conversation. You can answer as soon as they have written.")


class TalkClosed(ProposalError):
    """Nothing more is written here; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NothingSaid(ProposalError):
    sentence = _("Write something, or attach a file.")


class FilesRefused(ProposalError):
    """About the files alone: the words are fine."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class AlreadyInvited(ProposalError):
    sentence = _("There is an invitation that waits for an answer. Take it back first to write another one.")


class AlreadyAnswered(ProposalError):
    sentence = _("That invitation does not wait for an answer any more: this is what became of it.")
