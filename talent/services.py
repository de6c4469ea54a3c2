"""What happens to a freelancer's profile: it is opened, edited, and once, the first time it is whole, rewarded."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify

from accounts.models import Skill, User
from common import clock
from connects import services as connects
from connects.services import Source
from talent.models import FreelancerProfile, PortfolioLink
from talent.rules import ProfileFacts, Step, checklist, percent_of

# Pages under /talent/ that are nobody's profile.
_OUR_ADDRESSES = {"saved"}


@dataclass(frozen=True, slots=True)
class Link:
    """One link to past work."""

    title: str
    url: str


def open_profile(person: User) -> FreelancerProfile:
    """The person's profile, opened under a handle made of the name if there is none yet."""
    profile = FreelancerProfile.objects.filter(person=person).first()
    return profile or _open(person)


@transaction.atomic
def edit_profile(
    profile: FreelancerProfile,
    *,
    title: str,
    overview: str,
    rate_minor: int | None,
    country: str,
    skills: Iterable[Skill],
    links: Sequence[Link],
) -> int | None:
    """Write the profile. When it is whole for the first time: how many Connects that brought (PRODUCT 3)."""
    row = _locked(profile)
    row.title, row.overview, row.rate_minor, row.country = title, overview, rate_minor, country
    row.save(update_fields=["title", "overview", "rate_minor", "country"])
    row.skills.set(skills)
    row.links.all().delete()
    PortfolioLink.objects.bulk_create(
        PortfolioLink(profile=row, position=place, title=link.title, url=link.url) for place, link in enumerate(links)
    )
    return _complete(row)


@transaction.atomic
def set_photo(profile: FreelancerProfile, photo: "ContentFile[bytes]") -> int | None:
    """Show another photo; the old file goes once the change is certain. Answers as `edit_profile`."""
    row = _locked(profile)
    _forget_photo(row)
    row.photo.save(str(photo.name), photo, save=False)
    row.save(update_fields=["photo"])
    return _complete(row)


def count_hire(person: User) -> None:
    """The person was hired: shown on the profile, if there is one."""
    FreelancerProfile.objects.filter(person=person).update(hires_count=F("hires_count") + 1)


def count_finished_contract(person: User) -> None:
    """A contract of the person came to a good end."""
    FreelancerProfile.objects.filter(person=person).update(contracts_finished=F("contracts_finished") + 1)


def count_rating(person: User, stars: int) -> None:
    """A client rated the person, from one to five stars."""
    if not 1 <= stars <= 5:
        raise ValueError("A rating is one to five stars.")
    rated = FreelancerProfile.objects.filter(person=person)
    rated.update(rating_sum=F("rating_sum") + stars, rating_count=F("rating_count") + 1)


def count_upheld_report(person: User) -> None:
    """An operator found that a report about the person was right."""
    FreelancerProfile.objects.filter(person=person).update(reports_upheld=F("reports_upheld") + 1)


@transaction.atomic
def remove_photo(profile: FreelancerProfile) -> None:
    row = _locked(profile)
    _forget_photo(row)
    row.photo = ""
    row.save(update_fields=["photo"])


def steps_of(profile: FreelancerProfile) -> list[Step]:
    """The checklist of this profile as it is stored."""
    facts = ProfileFacts(
        photo=bool(profile.photo),
        title=bool(profile.title),
        overview=len(profile.overview),
        skills=profile.skills.count(),
        rate=profile.rate_minor is not None,
        country=bool(profile.country),
        links=profile.links.count(),
    )
    return checklist(facts)


def _locked(profile: FreelancerProfile) -> FreelancerProfile:
    return FreelancerProfile.objects.select_for_update().select_related(None).get(pk=profile.pk)


def _complete(profile: FreelancerProfile) -> int | None:
    if profile.completed_at or percent_of(steps_of(profile)) < 100:
        return None
    profile.completed_at = clock.now()
    profile.save(update_fields=["completed_at"])
    granted = connects.grant_once(profile.person, Source.PROFILE)
    return granted.amount if granted else 0


def _forget_photo(profile: FreelancerProfile) -> None:
    if profile.photo:
        storage, name = profile.photo.storage, str(profile.photo.name)
        transaction.on_commit(lambda: storage.delete(name))


def _open(person: User) -> FreelancerProfile:
    base = slugify(person.name)[:50].strip("-") or "freelancer"
    if base in _OUR_ADDRESSES:
        base = f"{base}-{_tail()}"
    taken = FreelancerProfile.objects.filter(handle=base).exists()
    for handle in (base if not taken else f"{base}-{_tail()}", f"{base}-{_tail()}", f"{base}-{_tail()}"):
        try:
            with transaction.atomic():
                return FreelancerProfile.objects.create(person=person, handle=handle, country=person.country)
        except IntegrityError:
            # Somebody took the handle meanwhile, or this person's profile was opened by another request.
            if profile := FreelancerProfile.objects.filter(person=person).first():
                return profile
    raise RuntimeError(f"no free handle like {base!r}")


def _tail() -> str:
    return secrets.token_hex(3)
