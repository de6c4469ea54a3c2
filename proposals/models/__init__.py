"""Proposals, what became of them, and who gets Connects back when a job ends (PRODUCT 7, 8)."""

from proposals.models.boosts import Boost, BoostAuction, BoostPolicy
from proposals.models.hiring import HiringPolicy, JobInvitation, Offer, Review
from proposals.models.proposal import Answer, Contract, Proposal, ProposalDraft
from proposals.models.refunds import RefundPolicy, RefundRule, RefundTiming, Settlement
from proposals.models.talk import Attachment, Interview, Message, MessageRemoval, ReadMark, Side, TalkPolicy, Thread
from proposals.vocabulary import Column, Origin, Outcome, Stage, State

__all__ = [
    "Answer",
    "Attachment",
    "Boost",
    "BoostAuction",
    "BoostPolicy",
    "Column",
    "Contract",
    "HiringPolicy",
    "Interview",
    "JobInvitation",
    "Message",
    "MessageRemoval",
    "Offer",
    "Origin",
    "Outcome",
    "Proposal",
    "ProposalDraft",
    "ReadMark",
    "RefundPolicy",
    "RefundRule",
    "RefundTiming",
    "Review",
    "Settlement",
    "Side",
    "Stage",
    "State",
    "TalkPolicy",
    "Thread",
]
