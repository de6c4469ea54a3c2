"""Proposals, what became of them, and who gets Connects back when a job ends (PRODUCT 7, 8)."""

from proposals.models.hiring import HiringPolicy, JobInvitation, Offer, Review
from proposals.models.proposal import Answer, Contract, Proposal, ProposalDraft
from proposals.models.refunds import RefundPolicy, RefundRule, RefundTiming, Settlement
from proposals.vocabulary import Column, Origin, Outcome, Stage, State

__all__ = [
    "Answer",
    "Column",
    "Contract",
    "HiringPolicy",
    "JobInvitation",
    "Offer",
    "Origin",
    "Outcome",
    "Proposal",
    "ProposalDraft",
    "RefundPolicy",
    "RefundRule",
    "RefundTiming",
    "Review",
    "Settlement",
    "Stage",
    "State",
]
