"""What support refuses, in sentences fit to be shown."""

from django.utils.translation import gettext_lazy as _

from common.reading import Words

_NOTHING = _("Nothing of this line can be given back from here.")


class SupportError(Exception):
    """Base of everything this room refuses."""

    sentence: Words = _("That is not possible.")

    def __str__(self) -> str:
        return str(self.sentence)


class NoSuchLine(SupportError):
    """The wallet has no such line: whose it is, is not said."""


class SettledAlready(SupportError):
    sentence: Words = _("This ticket was settled meanwhile, perhaps by somebody else. Nothing was done a second time.")


class TooLateToReopen(SupportError):
    sentence: Words = _("This ticket was settled too long ago to go on. Open a new one from the line in your history.")


class AnotherWaits(SupportError):
    sentence: Words = _("There is a newer ticket about this line that is still open: write there.")


class NotRefundable(SupportError):
    """With the reason, in words for the operator."""

    def __init__(self, sentence: Words = _NOTHING) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))
