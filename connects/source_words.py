"""What people read of each source of free Connects: how often it gives, and what a grant of it was for (PRODUCT 3)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.reading import Words
from connects.models.vocabulary import Source

ONCE = _("once per person")


@dataclass(frozen=True, slots=True)
class SourceWords:
    """`why` completes "You got 10 Connects ..."; empty for what tells of itself. `often` is how often it gives.

    `event` is the kind of notice that tells of the Connects together with what earned them: whoever wants that one is
    not told a second time.
    """

    why: Words
    often: Words = ONCE
    event: str = ""


WORDS = {
    Source.JOINING: SourceWords(_("for joining")),
    Source.PROFILE: SourceWords(_("for completing your profile")),
    Source.PERK: SourceWords(_("as this month's perk"), _("every month, on Basic")),
    Source.ALLOWANCE: SourceWords(_("as this month's allowance"), _("every month")),
    Source.WELCOME: SourceWords(_("as a membership's welcome bonus"), _("once per wallet")),
    Source.RISING_TALENT: SourceWords(_("for the badge Rising Talent"), event="rising_talent"),
    Source.CERTIFICATION: SourceWords(_("for a certification"), _("once per certification"), event="certification"),
    Source.REFERRAL: SourceWords(_("for a referral"), _("once per newcomer"), event="referral"),
    Source.REFERRED: SourceWords(_("as a welcome by referral"), _("once, to the newcomer"), event="referral"),
    Source.CAMPAIGN: SourceWords("", _("once per person and campaign")),
    Source.PROMO: SourceWords(_("from a promo code"), _("as the code says")),
}
