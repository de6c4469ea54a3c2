"""What can go wrong in an agency. The text of each is fit to be shown to the person."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.numbers import figure
from common.reading import Words


class AgencyError(Exception):
    """Base of everything that is refused here."""

    sentence: Words = _("That is not possible.")

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(AgencyError):
    """Not a member (any more), or of a role that may not do this."""

    sentence = _("That is not yours to do in this agency.")


class OwnerStays(AgencyError):
    sentence = _("The owner cannot leave. Hand the agency over first.")


class NoSuchMember(AgencyError):
    sentence = _("This person is not in the agency (any more).")


class TooManyAgencies(AgencyError):
    def __init__(self, most: int) -> None:
        self.sentence = ngettext(
            "One person can own {n} agency. Hand one over first.",
            "One person can own {n} agencies. Hand one over first.",
            most,
        ).format(n=figure(most))
        super().__init__(most)


class CannotOwn(AgencyError):
    sentence = _("This person cannot own another agency: the account is closed, or owns as many as one person can.")


class AlreadyInvited(AgencyError):
    sentence = _("This address has an open invitation. Cancel that one to send another.")


class AlreadyMember(AgencyError):
    sentence = _("Whoever has this address is in the agency already.")


class TooManyInvitations(AgencyError):
    def __init__(self, a_day: int) -> None:
        self.sentence = ngettext(
            "An agency can send {n} invitation a day. Go on tomorrow.",
            "An agency can send {n} invitations a day. Go on tomorrow.",
            a_day,
        ).format(n=figure(a_day))
        super().__init__(a_day)


class InvitationOver(AgencyError):
    sentence = _("This invitation is no longer open: it was answered, cancelled, or is too old. Ask for a new one.")


class NotTheInvited(AgencyError):
    """The account's verified mailbox is not the invited one."""

    sentence = _("This invitation is for another e-mail address than your account's.")
