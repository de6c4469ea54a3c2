"""The judging desk, and what operators do on a person's page."""

from accounts.trust.admin.cases import BlockAdmin, CaseAdmin, StandingEventAdmin
from accounts.trust.admin.people import StandingActions

__all__ = ["BlockAdmin", "CaseAdmin", "StandingActions", "StandingEventAdmin"]
