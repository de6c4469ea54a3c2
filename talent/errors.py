"""What can go wrong with certifications and badges, in the domain's words."""

from datetime import datetime


class TalentError(Exception):
    """Base of everything this room refuses."""


class NotOffered(TalentError):
    """The certification is switched off, or has too few questions."""


class NotForYou(TalentError):
    """Certifications are for people who find work here and have verified their e-mail address."""


class AlreadyPassed(TalentError):
    """This person has passed the certification."""


class TooSoon(TalentError):
    """The next try may be made from `at` on."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        super().__init__(f"not before {at:%d %B %Y, %H:%M UTC}")


class TestOver(TalentError):
    """The test has been handed in, or its time is over. What was saved before counts."""

    # pytest takes what begins with Test for a test.
    __test__ = False


class NoSuchAnswer(TalentError):
    """That question or choice is not in this test."""


class BadgeWorn(TalentError):
    """An operator has given this person the badge already."""


class BadgeNotWorn(TalentError):
    """The person does not wear this badge now."""


class QuestionsRefused(TalentError):
    """The file has problems, so none of it was taken."""


class NotShown(TalentError):
    """The badge is for people who find work here and whose profile can be seen: verify your e-mail address first."""


class AboveMaximum(TalentError):
    """A week costs more than the person's own maximum. `price` is what it costs."""

    def __init__(self, price: int) -> None:
        self.price = price
        super().__init__(f"a week costs {price} Connects")


class ProfileGone(TalentError):
    """This profile cannot be seen, so it cannot be kept either."""


class OwnProfile(TalentError):
    """Nobody needs to keep themselves."""
