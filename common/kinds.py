"""What people can be told of: every kind of notice, with its switches (PRODUCT 9).

A kind that is not here cannot be told. `mail` says whether a mail goes with it unless the person switches it off.
"""

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """As the switches are grouped on their page."""

    CONNECTS = "Connects"
    MONEY = "Payments and membership"
    PROPOSALS = "Proposals"
    JOBS = "Your jobs"
    AGENCIES = "Agencies"
    PROFILE = "Profile and badges"
    OFFERS = "Special offers"
    OPERATORS = "For operators"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice. `title` completes "Tell me of ..."."""

    code: str
    title: str
    group: Group
    mail: bool = True


_ALL = (
    Kind("welcome", "your welcome", Group.CONNECTS),
    Kind("granted", "Connects granted", Group.CONNECTS, mail=False),
    Kind("grant_held", "a grant that waits for an operator", Group.CONNECTS),
    Kind("expiring", "Connects about to expire", Group.CONNECTS),
    Kind("expired", "Connects that have expired", Group.CONNECTS, mail=False),
    Kind("low_balance", "a low balance", Group.CONNECTS),
    Kind("referral", "referrals", Group.CONNECTS),
    Kind("refund_pending", "Connects on their way back", Group.CONNECTS),
    Kind("refunded", "Connects that came back", Group.CONNECTS),
    Kind("purchase", "purchases", Group.MONEY),
    Kind("payment_failed", "payments that failed", Group.MONEY),
    Kind("refund", "money given back", Group.MONEY),
    Kind("refund_failed", "money that could not be given back", Group.MONEY),
    Kind("dispute_opened", "payments that your bank questions", Group.MONEY),
    Kind("dispute_won", "disputes that ended for us", Group.MONEY),
    Kind("dispute_lost", "disputes that ended for you", Group.MONEY),
    Kind("membership", "memberships that begin or change", Group.MONEY),
    Kind("membership_renewed", "renewals", Group.MONEY),
    Kind("membership_failing", "renewals that failed", Group.MONEY),
    Kind("membership_ending", "a membership's end to come", Group.MONEY),
    Kind("membership_ended", "a membership's end", Group.MONEY),
    Kind("proposal_viewed", "a proposal that was opened", Group.PROPOSALS, mail=False),
    Kind("message", "messages", Group.PROPOSALS),
    Kind("interview", "invitations to an interview", Group.PROPOSALS),
    Kind("offer", "offers", Group.PROPOSALS),
    Kind("declined", "a proposal that was declined", Group.PROPOSALS),
    Kind("hired", "being hired", Group.PROPOSALS),
    Kind("outbid", "a boost that was outbid", Group.PROPOSALS),
    Kind("boost_won", "a boost that was won", Group.PROPOSALS),
    Kind("job_filled", "a job that was filled", Group.PROPOSALS, mail=False),
    Kind("job_expired", "a job that expired", Group.PROPOSALS, mail=False),
    Kind("job_cancelled", "a job that was cancelled", Group.PROPOSALS),
    Kind("job_removed", "a job that was removed", Group.PROPOSALS),
    Kind("saved_search", "new jobs of a saved search", Group.PROPOSALS),
    Kind("job_expiring", "a job about to expire", Group.JOBS),
    Kind("agency_invitation", "invitations to agencies", Group.AGENCIES),
    Kind("agency", "members who join, leave or change", Group.AGENCIES),
    Kind("certification", "certifications", Group.PROFILE),
    Kind("rising_talent", "the badge Rising Talent", Group.PROFILE),
    Kind("badge_off", "an availability badge that went off", Group.PROFILE),
    # By mail only to those who asked for it.
    Kind("special_offer", "sales, campaigns and codes", Group.OFFERS, mail=False),
    Kind("dispute", "disputes to answer", Group.OPERATORS),
    Kind("payments_wait", "payments that wait too long", Group.OPERATORS),
    Kind("refunds_late", "refunds of Connects that are late", Group.OPERATORS),
    Kind("suspected", "accounts to judge", Group.OPERATORS),
)
KINDS = {kind.code: kind for kind in _ALL}


def named(code: str) -> Kind:
    """The kind of this code. Raises KeyError: whoever tells of something new adds it here first."""
    return KINDS[code]
