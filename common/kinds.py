"""What people can be told of: every kind of notice, with its switches (PRODUCT 9).

A kind that is not here cannot be told. `mail` says whether a mail goes with it unless the person says otherwise;
`urgent` ones go at once, however often somebody wants other mail: money, and where somebody waits for an answer.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Channel(StrEnum):
    """How somebody is told: by a line in the notice centre, by mail."""

    SITE = "site"
    MAIL = "mail"


class Group(StrEnum):
    """As the switches are grouped on their page."""

    CONNECTS = "Connects"
    MONEY = "Payments and membership"
    PROPOSALS = "Proposals"
    JOBS = "Your jobs"
    AGENCIES = "Agencies"
    PROFILE = "Profile and badges"
    OFFERS = "Special offers"
    TRUST = "Reports and decisions"
    OPERATORS = "For operators"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice. `title` completes "Tell me of ..."."""

    code: str
    title: str
    group: Group
    mail: bool = True
    urgent: bool = False
    # Whom it concerns where that is not those whom its group concerns.
    to: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The title as it begins a line."""
        return self.title[:1].upper() + self.title[1:]

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

_ALL = (
    Kind("welcome", "your welcome", Group.CONNECTS, to=(FREELANCER, CLIENT)),
    Kind("granted", "Connects granted", Group.CONNECTS, mail=False),
    Kind("grant_held", "a grant that waits for an operator", Group.CONNECTS),
    Kind("expiring", "Connects about to expire", Group.CONNECTS),
    Kind("expired", "Connects that have expired", Group.CONNECTS, mail=False),
    Kind("low_balance", "a low balance", Group.CONNECTS),
    Kind("referral", "referrals", Group.CONNECTS),
    Kind("refund_pending", "Connects on their way back", Group.CONNECTS),
    Kind("refunded", "Connects that came back", Group.CONNECTS),
    Kind("purchase", "purchases", Group.MONEY, urgent=True),
    Kind("payment_failed", "payments that failed", Group.MONEY, urgent=True),
    Kind("refund", "money given back", Group.MONEY, urgent=True),
    Kind(
        "refund_failed",
        "money that could not be given back",
        Group.MONEY,
        urgent=True,
        to=(FREELANCER, OPERATOR),
    ),
    Kind("dispute_opened", "payments that your bank questions", Group.MONEY, urgent=True),
    Kind("dispute_won", "disputes that ended for us", Group.MONEY, urgent=True),
    Kind("dispute_lost", "disputes that ended for you", Group.MONEY, urgent=True),
    Kind("membership", "memberships that begin or change", Group.MONEY, urgent=True),
    Kind("membership_renewed", "renewals", Group.MONEY, urgent=True),
    Kind("membership_failing", "renewals that failed", Group.MONEY, urgent=True),
    Kind("membership_ending", "a membership's end to come", Group.MONEY, urgent=True),
    Kind("membership_ended", "a membership's end", Group.MONEY, urgent=True),
    Kind("proposal_viewed", "a proposal that was opened", Group.PROPOSALS, mail=False),
    Kind("message", "messages", Group.PROPOSALS, to=(FREELANCER, CLIENT)),
    Kind("interview", "invitations to an interview", Group.PROPOSALS, urgent=True, to=(FREELANCER, CLIENT)),
    Kind("offer", "offers", Group.PROPOSALS, urgent=True),
    Kind("job_invitation", "invitations to a job", Group.PROPOSALS, urgent=True),
    Kind("declined", "a proposal that was declined", Group.PROPOSALS),
    Kind("hired", "being hired", Group.PROPOSALS, urgent=True),
    Kind("contract", "contracts that finish or end", Group.PROPOSALS, to=(FREELANCER, CLIENT)),
    Kind("review", "reviews", Group.PROPOSALS, to=(FREELANCER, CLIENT)),
    Kind("outbid", "a boost that was outbid", Group.PROPOSALS, urgent=True),
    Kind("boost_won", "a boost that was won", Group.PROPOSALS),
    Kind("job_filled", "a job that was filled", Group.PROPOSALS, mail=False),
    Kind("job_expired", "a job that expired", Group.PROPOSALS, mail=False),
    Kind("job_cancelled", "a job that was cancelled", Group.PROPOSALS),
    Kind("job_removed", "a job that was removed", Group.PROPOSALS),
    Kind("saved_search", "new jobs of a saved search", Group.PROPOSALS),
    Kind("offer_answered", "answers to your offers and invitations", Group.JOBS, urgent=True),
    Kind("job_expiring", "a job about to expire", Group.JOBS),
    Kind("agency_invitation", "invitations to agencies", Group.AGENCIES, urgent=True, to=(FREELANCER, CLIENT)),
    Kind("agency", "members who join, leave or change", Group.AGENCIES),
    Kind("certification", "certifications", Group.PROFILE),
    Kind("rising_talent", "the badge Rising Talent", Group.PROFILE),
    Kind("badge_off", "an availability badge that went off", Group.PROFILE),
    Kind("badge_price", "a new price of your availability badge", Group.PROFILE),
    # By mail only to those who asked for it.
    Kind("special_offer", "sales, campaigns and codes", Group.OFFERS, mail=False),
    Kind("report_judged", "what came of your reports", Group.TRUST),
    Kind("moderation", "what operators decide about what is yours", Group.TRUST, urgent=True),
    Kind("standing", "limits on your account", Group.TRUST, urgent=True),
    Kind("support", "answers and refunds by support", Group.TRUST, urgent=True),
    Kind("dispute", "disputes to answer", Group.OPERATORS, urgent=True),
    Kind("payments_wait", "payments that wait too long", Group.OPERATORS, urgent=True),
    Kind("refunds_late", "refunds of Connects that are late", Group.OPERATORS, urgent=True),
    Kind("suspected", "accounts to judge", Group.OPERATORS, urgent=True),
    Kind("ticket_waits", "support tickets to answer", Group.OPERATORS),
)
KINDS = {kind.code: kind for kind in _ALL}


def named(code: str) -> Kind:
    """The kind of this code. Raises KeyError: whoever tells of something new adds it here first."""
    return KINDS[code]


def concerning(person: Any) -> list[tuple[Group, list[Kind]]]:
    """What somebody in the person's roles can be told of, by group, in the order of this page."""
    found = [(group, [kind for kind in _ALL if kind.group == group and kind.concerns(person)]) for group in Group]
    return [(group, kinds) for group, kinds in found if kinds]
