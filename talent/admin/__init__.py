"""This room in the admin: a module registers what it is about."""

from talent.admin import availability, badges, certifications, policies, profiles

__all__ = ["availability", "badges", "certifications", "policies", "profiles"]
