"""The tables of this room, by subject."""

from talent.models.badges import Badge, BadgeKind, BadgeRound
from talent.models.certifications import Answer, Attempt, Certification, Question
from talent.models.policies import TalentPolicy
from talent.models.profile import FreelancerProfile, PortfolioLink

__all__ = [
    "Answer",
    "Attempt",
    "Badge",
    "BadgeKind",
    "BadgeRound",
    "Certification",
    "FreelancerProfile",
    "PortfolioLink",
    "Question",
    "TalentPolicy",
]
