"""What happens to a person: a role taken on, an e-mail verified, a hat changed, a move to another country.

The person's row is locked first in all of them, so that two things at once happen one after the other and the Connects
for joining, which need two of them, are told of exactly once.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.models import AccountPolicy, ClientProfile, Hat, User
from accounts.signals import became_client, became_freelancer, joined_as_freelancer
from accounts.trust import label
from accounts.welcome import welcome_client
from common import clock


class RoleMissing(Exception):
    """This hat belongs to a role that the person has not taken on."""


class CountryChangedRecently(Exception):
    """The country may be changed again at `again_at`, not before (PRODUCT 4)."""

    def __init__(self, again_at: datetime) -> None:
        self.again_at = again_at
        super().__init__(f"The country may be changed again on {again_at:%d %B %Y}.")


@transaction.atomic
def take_role(person: User, hat: Hat) -> None:
    """Take on a role and put on its hat. Taking it on again only changes the hat."""
    _lock(person)
    new = not person.wears(hat)
    person.hat = hat
    if new:
        _since(person, hat)
    person.save(update_fields=["hat", "freelancer_since", "client_since"])
    if not new:
        return
    if hat == Hat.CLIENT:
        ClientProfile.objects.get_or_create(person=person, defaults={"country": person.country})
        became_client.send(User, person=person)
        if person.email_verified_at:
            welcome_client(person)
        return
    became_freelancer.send(User, person=person)
    if person.email_verified_at:
        joined_as_freelancer.send(User, person=person)


@transaction.atomic
def email_verified(person: User) -> None:
    """The person has shown that the mailbox is theirs. Only the first time counts; a later address changes nothing."""
    _lock(person)
    if person.email_verified_at:
        return
    person.email_verified_at = clock.now()
    person.save(update_fields=["email_verified_at"])
    label.note_domain(person)
    if person.is_freelancer:
        joined_as_freelancer.send(User, person=person)
    if person.is_client:
        welcome_client(person)


def switch_hat(person: User, hat: Hat) -> None:
    """Wear the other hat. Raises RoleMissing."""
    if not person.wears(hat):
        raise RoleMissing(hat)
    User.objects.filter(pk=person.pk).update(hat=hat)
    person.hat = hat


@transaction.atomic
def update_account(person: User, *, name: str, country: str, time_zone: str, language: str = "") -> None:
    """Change what the account says of the person; without a language it keeps its own.

    Raises CountryChangedRecently.
    """
    _lock(person)
    if country != person.country:
        _move(person, country)
    person.name, person.time_zone, person.language = name, time_zone, language or person.language
    person.save(update_fields=["name", "time_zone", "language", "country", "country_changed_at"])


def country_again_at(person: User) -> datetime | None:
    """When the country may be changed again; None when it may be changed now."""
    if person.country_changed_at is None:
        return None
    again = person.country_changed_at + timedelta(days=country_change_days())
    return again if again > clock.now() else None


def country_change_days() -> int:
    """For how many days a changed country stays."""
    return AccountPolicy.objects.get(pk=1).country_change_days


def update_client_profile(person: User, *, company: str, country: str, website: str, about: str) -> ClientProfile:
    """Change what freelancers read about this client."""
    profile, _ = ClientProfile.objects.update_or_create(
        person=person, defaults={"company": company, "country": country, "website": website, "about": about}
    )
    label.note_domain(person)
    profile.refresh_from_db()
    return profile


def count_client_rating(person: User, stars: int) -> None:
    """A freelancer rated the client, from one to five stars."""
    if not 1 <= stars <= 5:
        raise ValueError("A rating is one to five stars.")
    rated = ClientProfile.objects.filter(person=person)
    rated.update(rating_sum=F("rating_sum") + stars, rating_count=F("rating_count") + 1)


def _lock(person: User) -> None:
    # Others may go on naming the person, as a suspicion against somebody else does.
    person.refresh_from_db(from_queryset=User.objects.select_for_update(no_key=True))


def _since(person: User, hat: Hat) -> None:
    if hat == Hat.CLIENT:
        person.client_since = clock.now()
    else:
        person.freelancer_since = clock.now()


def _move(person: User, country: str) -> None:
    if again := country_again_at(person):
        raise CountryChangedRecently(again)
    # Naming a country for the first time is no move.
    if person.country:
        person.country_changed_at = clock.now()
    person.country = country
