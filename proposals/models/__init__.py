"""Proposals, what became of them, and who gets Connects back when a job ends (PRODUCT 7, 8)."""

from proposals.models.boosts import Boost, BoostAuction, BoostPolicy
from proposals.models.proposal import Answer, Contract, Proposal, ProposalDraft
from proposals.models.refunds import RefundPolicy, RefundRule, RefundTiming, Settlement
from proposals.vocabulary import Column, Outcome, Stage, State

__all__ = [
    "Answer",
    "Boost",
    "BoostAuction",
    "BoostPolicy",
    "Column",
    "Contract",
    "Outcome",
    "Proposal",
    "ProposalDraft",
    "RefundPolicy",
    "RefundRule",
    "RefundTiming",
    "Settlement",
    "Stage",
    "State",
]
