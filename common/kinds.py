"""What people can be told of: every kind of notice, with its switches (PRODUCT 9).

A kind that is not here cannot be told. `mail` says whether a mail goes with it unless the person says otherwise;
`urgent` ones go at once, however often somebody wants other mail: money, and where somebody waits for an answer.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from common.reading import Words


class Channel(StrEnum):
    """How somebody is told: by a line in the notice centre, by mail."""

    SITE = "site"
    MAIL = "mail"


class Group(TextChoices):
    """As the switches are grouped on their page."""

    CONNECTS = "connects", pgettext_lazy("notices", "Connects")
    MONEY = "money", pgettext_lazy("notices", "Payments and membership")
    PROPOSALS = "proposals", pgettext_lazy("notices", "Proposals")
    JOBS = "jobs", pgettext_lazy("notices", "Your jobs")
    AGENCIES = "agencies", pgettext_lazy("notices", "Agencies")
    PROFILE = "profile", pgettext_lazy("notices", "Profile and badges")
    OFFERS = "offers", pgettext_lazy("notices", "Special offers")
    TRUST = "trust", pgettext_lazy("notices", "Reports and decisions")
    OPERATORS = "operators", pgettext_lazy("notices", "For operators")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice. `title` completes "Tell me of ..."; in other languages it stands by itself."""

    code: str
    title: Words
    group: Group
    mail: bool = True
    urgent: bool = False
    # Whom it concerns where that is not those whom its group concerns.
    to: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The title as it begins a line."""
        title = str(self.title)
        return title[:1].upper() + title[1:]

    def by_default(self, channel: str) -> bool:
        """Whether somebody who never chose is told of it this way."""
        return channel == Channel.SITE or self.mail

    def concerns(self, person: Any) -> bool:
        """Whether somebody in the person's roles can ever be told of it."""
        roles = self.to or _ROLES.get(self.group, ())
        return not roles or any(getattr(person, role) for role in roles)


FREELANCER, CLIENT, OPERATOR = "is_freelancer", "is_client", "is_staff"
# Groups that are not here concern everybody.
_ROLES = {
    Group.CONNECTS: (FREELANCER,),
    Group.MONEY: (FREELANCER,),
    Group.PROPOSALS: (FREELANCER,),
    Group.JOBS: (CLIENT,),
    Group.AGENCIES: (FREELANCER,),
    Group.PROFILE: (FREELANCER,),
    Group.OPERATORS: (OPERATOR,),
}
ICONS = {
    Group.CONNECTS: "wallet",
    Group.MONEY: "receipt-text",
    Group.PROPOSALS: "send",
    Group.JOBS: "briefcase",
    Group.AGENCIES: "users",
    Group.PROFILE: "award",
    Group.OFFERS: "tag",
    Group.TRUST: "shield",
    Group.OPERATORS: "gavel",
}

# What people are told of. In other languages each is written so that it can stand alone, as in a list.
_ALL = (
    Kind("welcome", pgettext_lazy("notices", "your welcome"), Group.CONNECTS, to=(FREELANCER, CLIENT)),
    Kind("granted", pgettext_lazy("notices", "Connects granted"), Group.CONNECTS, mail=False),
    Kind("grant_held", pgettext_lazy("notices", "a grant that waits for an operator"), Group.CONNECTS),
    Kind("expiring", pgettext_lazy("notices", "Connects about to expire"), Group.CONNECTS),
    Kind("expired", pgettext_lazy("notices", "Connects that have expired"), Group.CONNECTS, mail=False),
    Kind("low_balance", pgettext_lazy("notices", "a low balance"), Group.CONNECTS),
    Kind("referral", pgettext_lazy("notices", "referrals"), Group.CONNECTS),
    Kind("refund_pending", pgettext_lazy("notices", "Connects on their way back"), Group.CONNECTS),
    Kind("refunded", pgettext_lazy("notices", "Connects that came back"), Group.CONNECTS),
    Kind("purchase", pgettext_lazy("notices", "purchases"), Group.MONEY, urgent=True),
    Kind("payment_failed", pgettext_lazy("notices", "payments that failed"), Group.MONEY, urgent=True),
    Kind("refund", pgettext_lazy("notices", "money given back"), Group.MONEY, urgent=True),
    Kind(
        "refund_failed",
        pgettext_lazy("notices", "money that could not be given back"),
        Group.MONEY,
        urgent=True,
        to=(FREELANCER, OPERATOR),
    ),
    Kind("dispute_opened", pgettext_lazy("notices", "payments that your bank questions"), Group.MONEY, urgent=True),
    Kind("dispute_won", pgettext_lazy("notices", "disputes that ended for us"), Group.MONEY, urgent=True),
    Kind("dispute_lost", pgettext_lazy("notices", "disputes that ended for you"), Group.MONEY, urgent=True),
    Kind("membership", pgettext_lazy("notices", "memberships that begin or change"), Group.MONEY, urgent=True),
    Kind("membership_renewed", pgettext_lazy("notices", "renewals"), Group.MONEY, urgent=True),
    Kind("membership_failing", pgettext_lazy("notices", "renewals that failed"), Group.MONEY, urgent=True),
    Kind("membership_ending", pgettext_lazy("notices", "a membership's end to come"), Group.MONEY, urgent=True),
    Kind("membership_ended", pgettext_lazy("notices", "a membership's end"), Group.MONEY, urgent=True),
    Kind("proposal_viewed", pgettext_lazy("notices", "a proposal that was opened"), Group.PROPOSALS, mail=False),
    Kind("message", pgettext_lazy("notices", "messages"), Group.PROPOSALS, to=(FREELANCER, CLIENT)),
    Kind(
        "interview",
        pgettext_lazy("notices", "invitations to an interview"),
        Group.PROPOSALS,
        urgent=True,
        to=(FREELANCER, CLIENT),
    ),
    Kind("offer", pgettext_lazy("notices", "offers"), Group.PROPOSALS, urgent=True),
    Kind("job_invitation", pgettext_lazy("notices", "invitations to a job"), Group.PROPOSALS, urgent=True),
    Kind("declined", pgettext_lazy("notices", "a proposal that was declined"), Group.PROPOSALS),
    Kind("hired", pgettext_lazy("notices", "being hired"), Group.PROPOSALS, urgent=True),
    Kind(
        "contract", pgettext_lazy("notices", "contracts that finish or end"), Group.PROPOSALS, to=(FREELANCER, CLIENT)
    ),
    Kind("review", pgettext_lazy("notices", "reviews"), Group.PROPOSALS, to=(FREELANCER, CLIENT)),
    Kind("outbid", pgettext_lazy("notices", "a boost that was outbid"), Group.PROPOSALS, urgent=True),
    Kind("boost_won", pgettext_lazy("notices", "a boost that was won"), Group.PROPOSALS),
    Kind("job_filled", pgettext_lazy("notices", "a job that was filled"), Group.PROPOSALS, mail=False),
    Kind("job_expired", pgettext_lazy("notices", "a job that expired"), Group.PROPOSALS, mail=False),
    Kind("job_cancelled", pgettext_lazy("notices", "a job that was cancelled"), Group.PROPOSALS),
    Kind("job_removed", pgettext_lazy("notices", "a job that was removed"), Group.PROPOSALS),
    Kind("saved_search", pgettext_lazy("notices", "new jobs of a saved search"), Group.PROPOSALS),
    Kind(
        "offer_answered", pgettext_lazy("notices", "answers to your offers and invitations"), Group.JOBS, urgent=True
    ),
    Kind("job_expiring", pgettext_lazy("notices", "a job about to expire"), Group.JOBS),
    Kind(
        "agency_invitation",
        pgettext_lazy("notices", "invitations to agencies"),
        Group.AGENCIES,
        urgent=True,
        to=(FREELANCER, CLIENT),
    ),
    Kind("agency", pgettext_lazy("notices", "members who join, leave or change"), Group.AGENCIES),
    Kind("certification", pgettext_lazy("notices", "certifications"), Group.PROFILE),
    Kind("rising_talent", pgettext_lazy("notices", "the badge Rising Talent"), Group.PROFILE),
    Kind("badge_off", pgettext_lazy("notices", "an availability badge that went off"), Group.PROFILE),
    Kind("badge_price", pgettext_lazy("notices", "a new price of your availability badge"), Group.PROFILE),
    # By mail only to those who asked for it.
    Kind("special_offer", pgettext_lazy("notices", "sales, campaigns and codes"), Group.OFFERS, mail=False),
    Kind("report_judged", pgettext_lazy("notices", "what came of your reports"), Group.TRUST),
    Kind(
        "moderation", pgettext_lazy("notices", "what operators decide about what is yours"), Group.TRUST, urgent=True
    ),
    Kind("standing", pgettext_lazy("notices", "limits on your account"), Group.TRUST, urgent=True),
    Kind("support", pgettext_lazy("notices", "answers and refunds by support"), Group.TRUST, urgent=True),
    Kind("dispute", pgettext_lazy("notices", "disputes to answer"), Group.OPERATORS, urgent=True),
    Kind("payments_wait", pgettext_lazy("notices", "payments that wait too long"), Group.OPERATORS, urgent=True),
    Kind("refunds_late", pgettext_lazy("notices", "refunds of Connects that are late"), Group.OPERATORS, urgent=True),
    Kind("suspected", pgettext_lazy("notices", "accounts to judge"), Group.OPERATORS, urgent=True),
    Kind("ticket_waits", pgettext_lazy("notices", "support tickets to answer"), Group.OPERATORS),
)
KINDS = {kind.code: kind for kind in _ALL}


def named(code: str) -> Kind:
    """The kind of this code. Raises KeyError: whoever tells of something new adds it here first."""
    return KINDS[code]


def concerning(person: Any) -> list[tuple[Group, list[Kind]]]:
    """What somebody in the person's roles can be told of, by group, in the order of this page."""
    found = [(group, [kind for kind in _ALL if kind.group == group and kind.concerns(person)]) for group in Group]
    return [(group, kinds) for group, kinds in found if kinds]
