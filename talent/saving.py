"""People somebody keeps to come back to, with a note of their own."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from talent.errors import OwnProfile, ProfileGone
from talent.models import FreelancerProfile, SavedFreelancer

LONGEST_NOTE = 500


def save(profile: FreelancerProfile, *, by: User) -> None:
    """Keep somebody. Keeping them twice keeps them once. Raises ProfileGone, OwnProfile."""
    if profile.person_id == by.pk:
        raise OwnProfile
    if not FreelancerProfile.objects.public().filter(pk=profile.pk).exists():
        raise ProfileGone
    SavedFreelancer.objects.bulk_create([SavedFreelancer(person=by, profile=profile)], ignore_conflicts=True)


def unsave(profile: FreelancerProfile, *, by: User) -> None:
    """Let go of somebody, and of the note."""
    SavedFreelancer.objects.filter(person=by, profile=profile).delete()


def write_note(kept: SavedFreelancer, *, note: str) -> None:
    SavedFreelancer.objects.filter(pk=kept.pk).update(note=note)


def saved_among(person: Any, profiles: Iterable[FreelancerProfile]) -> set[int]:
    """Which of these the person keeps; none for a visitor."""
    if not isinstance(person, User):
        return set()
    kept = SavedFreelancer.objects.filter(person=person, profile__in=list(profiles))
    return set(kept.values_list("profile_id", flat=True))
