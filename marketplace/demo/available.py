"""Who in the demo world wears "Available now", and whom its best known client keeps for later."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random

from accounts.models import User
from connects import services as connects
from connects.errors import NotEnoughConnects
from marketplace.demo.agenda import Agenda
from marketplace.demo.freelancers import Freelancer, Freelancers
from marketplace.demo.shopping import buy
from talent import availability, saving
from talent.errors import TalentError
from talent.models import FreelancerProfile, SavedFreelancer

# Places in the order of arrival. Ben and Cleo, the agencies' owners and the payers of the membership tour are let be.
_WEARERS = tuple(range(12, 42, 2))
_NOTES = ("For the catalogue in spring.", "", "Answers quickly. Ask again in March.")


def plan(agenda: Agenda, freelancers: Freelancers, seed: int) -> None:
    """Most put the badge on within the last week; two have worn it for weeks, and one took it off again."""
    chance = Random(seed)
    for number, place in enumerate(_WEARERS):
        days = 24 if number < 2 else chance.uniform(0.5, 6)
        agenda.plan(agenda.end - timedelta(days=days), partial(_wear, freelancers.people, place, chance))
    agenda.plan(agenda.end - timedelta(hours=5), partial(_take_off, freelancers.people, _WEARERS[2]))


def keep(client: User) -> None:
    """The client keeps some of those who can be found, with notes on two of them."""
    shown = FreelancerProfile.objects.filter(talent_listing__isnull=False).order_by("pk")
    for profile, note in zip(shown[2:5], _NOTES, strict=False):
        saving.save(profile, by=client)
        saving.write_note(SavedFreelancer.objects.get(person=client, profile=profile), note=note)


def _wear(people: list[Freelancer], place: int, chance: Random) -> None:
    if place >= len(people):
        return
    person = people[place].person
    if (connects.balance_of(person) or 0) < 30:
        buy(person, at_least=30, chance=chance)
    # Somebody who has not finished their profile may wear it too; nobody is made to.
    with suppress(NotEnoughConnects, TalentError):
        availability.switch_on(person, maximum=chance.choice((7, 8, 10)))


def _take_off(people: list[Freelancer], place: int) -> None:
    if place < len(people):
        availability.switch_off(people[place].person)
