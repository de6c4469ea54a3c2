"""This room in the admin: a module registers what it is about."""

from talent.admin import badges, certifications, policies, profiles

__all__ = ["badges", "certifications", "policies", "profiles"]
