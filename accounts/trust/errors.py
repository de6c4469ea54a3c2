"""What is refused about trust, in sentences fit to be shown."""

from django.utils.translation import gettext_lazy as _

from common.reading import Words


class TrustError(Exception):
    sentence: Words = _("That is not possible.")

    def __str__(self) -> str:
        return str(self.sentence)


class JudgedAlready(TrustError):
    sentence = _("Somebody else has decided this case meanwhile. Nothing was done a second time.")


class NotRemovable(TrustError):
    sentence = _("This cannot be removed here. Warn its owner, or suspend or ban them on their own page.")


class NotReversible(TrustError):
    sentence = _("Only a case that changed nothing can be opened again.")


class ViolationNeeded(TrustError):
    sentence = _("A removal names its violation.")


class NotYourself(TrustError):
    sentence = _("Operators do not suspend or ban themselves.")


class OnlyAdministrators(TrustError):
    sentence = _("Only administrators suspend, ban or let in an operator.")


class LastAdministrator(TrustError):
    sentence = _("This is the last administrator who can log in: somebody has to be left who can undo it.")


class NotAllowedNow(TrustError):
    """The person is suspended or banned, perhaps since a moment ago."""

    sentence = _("This account may not act at the moment.")


class NothingToLift(TrustError):
    sentence = _("This person is neither suspended nor banned.")


class BannedAlready(TrustError):
    sentence = _("This person is banned already.")
