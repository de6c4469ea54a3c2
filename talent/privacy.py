"""What this room knows of a person: the public profile goes; counters and badges stay without a word about anybody."""

import secrets
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.privacy.registry import File, Gone, Holding, Kept, Room, Subject, stored
from talent import availability
from talent.models import (
    Answer,
    Attempt,
    Availability,
    AvailabilityWeek,
    Badge,
    FreelancerProfile,
    PortfolioLink,
    SavedFreelancer,
)

_BOOKS = Kept("What a week of the badge cost is in the books.")


def _effects(person: User) -> list[str]:
    if not FreelancerProfile.objects.filter(person=person).exists():
        return []
    return [_("Your profile, photo, past work and certificates are deleted.")]


def _wind_up(person: User) -> None:
    if FreelancerProfile.objects.filter(person=person).exists():
        availability.switch_off(person)


def _files(of: Subject) -> Iterator[File]:
    profile = FreelancerProfile.objects.filter(person=of.person).exclude(photo="").first()
    if profile:
        yield from stored(f"photo/{profile.photo.name.rsplit('/', 1)[-1]}", profile.photo)


def _erase(of: Subject) -> None:
    """The file before its row: one that is missing already is no mistake when this runs again."""
    SavedFreelancer.objects.filter(profile__person=of.person).delete()
    for profile in FreelancerProfile.objects.filter(person=of.person):
        if profile.photo:
            profile.photo.delete(save=False)
        profile.handle = f"former-member-{of.person.pk}-{secrets.token_hex(4)}"
        profile.title = profile.overview = profile.country = ""
        profile.rate_minor = None
        profile.save()
        profile.skills.clear()


ROOM = Room(
    "talent",
    (
        Holding(PortfolioLink, ("profile__person",), Gone()),
        Holding(FreelancerProfile, ("person",), Kept("Counters only; what it said is written over.")),
        Holding(AvailabilityWeek, ("availability__profile__person",), _BOOKS),
        Holding(Availability, ("profile__person",), _BOOKS),
        Holding(Badge, ("profile__person",), _BOOKS, hidden=("given_by", "taken_by")),
        Holding(Answer, ("attempt__person",), Gone()),
        Holding(Attempt, ("person",), Gone()),
        Holding(SavedFreelancer, ("person",), Gone()),
    ),
    apart={"talent.TalentListing": "A copy of the profile for searching, kept by the database."},
    files=_files,
    effects=_effects,
    wind_up=_wind_up,
    erase=_erase,
)
