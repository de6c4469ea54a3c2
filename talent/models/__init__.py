"""The tables of this room, by subject."""

from talent.models.availability import Availability, AvailabilityPolicy, AvailabilityWeek, WhyOff
from talent.models.badges import Badge, BadgeKind, BadgeRound
from talent.models.certifications import Answer, Attempt, Certification, Question
from talent.models.listing import SavedFreelancer, TalentListing
from talent.models.policies import TalentPolicy
from talent.models.profile import FreelancerProfile, PortfolioLink

__all__ = [
    "Answer",
    "Attempt",
    "Availability",
    "AvailabilityPolicy",
    "AvailabilityWeek",
    "Badge",
    "BadgeKind",
    "BadgeRound",
    "Certification",
    "FreelancerProfile",
    "PortfolioLink",
    "Question",
    "SavedFreelancer",
    "TalentListing",
    "TalentPolicy",
    "WhyOff",
]
