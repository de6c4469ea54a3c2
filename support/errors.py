"""What support refuses, in sentences fit to be shown."""


class SupportError(Exception):
    """Base of everything this room refuses."""

    sentence = "That is not possible."

    def __str__(self) -> str:
        return self.sentence


class NoSuchLine(SupportError):
    """The wallet has no such line: whose it is, is not said."""


class SettledAlready(SupportError):
    sentence = "This ticket was settled meanwhile, perhaps by somebody else. Nothing was done a second time."


class TooLateToReopen(SupportError):
    sentence = "This ticket was settled too long ago to go on. Open a new one from the line in your history."


class AnotherWaits(SupportError):
    sentence = "There is a newer ticket about this line that is still open: write there."


class NotRefundable(SupportError):
    """With the reason, in words for the operator."""

    def __init__(self, sentence: str = "Nothing of this line can be given back from here.") -> None:
        self.sentence = sentence
        super().__init__(sentence)
