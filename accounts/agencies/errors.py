"""What can go wrong in an agency. The text of each is fit to be shown to the person."""


class AgencyError(Exception):
    """Base of everything that is refused here."""

    sentence = "That is not possible."

    def __str__(self) -> str:
        return self.sentence


class NotAllowed(AgencyError):
    """Not a member (any more), or of a role that may not do this."""

    sentence = "That is not yours to do in this agency."


class OwnerStays(AgencyError):
    sentence = "The owner cannot leave. Hand the agency over first."


class NoSuchMember(AgencyError):
    sentence = "This person is not in the agency (any more)."


class TooManyAgencies(AgencyError):
    def __init__(self, most: int) -> None:
        self.sentence = f"One person can own {most} agenc{'y' if most == 1 else 'ies'}. Hand one over first."
        super().__init__(most)


class CannotOwn(AgencyError):
    sentence = "This person cannot own another agency: the account is closed, or owns as many as one person can."


class AlreadyInvited(AgencyError):
    sentence = "This address has an open invitation. Cancel that one to send another."


class AlreadyMember(AgencyError):
    sentence = "Whoever has this address is in the agency already."


class TooManyInvitations(AgencyError):
    def __init__(self, a_day: int) -> None:
        self.sentence = f"An agency can send {a_day} invitation{'' if a_day == 1 else 's'} a day. Go on tomorrow."
        super().__init__(a_day)


class InvitationOver(AgencyError):
    sentence = "This invitation is no longer open: it was answered, cancelled, or is too old. Ask for a new one."


class NotTheInvited(AgencyError):
    """The account's verified mailbox is not the invited one."""

    sentence = "This invitation is for another e-mail address than your account's."
