"""What is refused about trust, in sentences fit to be shown."""


class TrustError(Exception):
    sentence = "That is not possible."

    def __str__(self) -> str:
        return self.sentence


class JudgedAlready(TrustError):
    sentence = "Somebody else has decided this case meanwhile. Nothing was done a second time."


class NotRemovable(TrustError):
    sentence = "This cannot be removed here. Warn its owner, or suspend or ban them on their own page."


class NotReversible(TrustError):
    sentence = "Only a case that changed nothing can be opened again."


class ViolationNeeded(TrustError):
    sentence = "A removal names its violation."


class NotYourself(TrustError):
    sentence = "Operators do not suspend or ban themselves."


class OnlyAdministrators(TrustError):
    sentence = "Only administrators suspend, ban or let in an operator."


class LastAdministrator(TrustError):
    sentence = "This is the last administrator who can log in: somebody has to be left who can undo it."


class NotAllowedNow(TrustError):
    """The person is suspended or banned, perhaps since a moment ago."""

    sentence = "This account may not act at the moment."


class NothingToLift(TrustError):
    sentence = "This person is neither suspended nor banned."


class BannedAlready(TrustError):
    sentence = "This person is banned already."
