"""What people read of each source of free Connects: how often it gives, and what a grant of it was for (PRODUCT 3)."""

from dataclasses import dataclass

from connects.models.vocabulary import Source


@dataclass(frozen=True, slots=True)
class Words:
    """`why` completes "You got 10 Connects ..."; empty for what tells of itself. `often` is how often it gives.

    `event` is the kind of notice that tells of the Connects together with what earned them: whoever wants that one is
    not told a second time.
    """

    why: str
    often: str = "once per person"
    event: str = ""


WORDS = {
    Source.JOINING: Words("for joining"),
    Source.PROFILE: Words("for completing your profile"),
    Source.PERK: Words("as this month's perk", "every month, on Basic"),
    Source.ALLOWANCE: Words("as this month's allowance", "every month"),
    Source.WELCOME: Words("as a membership's welcome bonus", "once per wallet"),
    Source.RISING_TALENT: Words("for the badge Rising Talent", event="rising_talent"),
    Source.CERTIFICATION: Words("for a certification", "once per certification", event="certification"),
    Source.REFERRAL: Words("for a referral", "once per newcomer", event="referral"),
    Source.REFERRED: Words("as a welcome by referral", "once, to the newcomer", event="referral"),
    Source.CAMPAIGN: Words("", "once per person and campaign"),
    Source.PROMO: Words("from a promo code", "as the code says"),
}
