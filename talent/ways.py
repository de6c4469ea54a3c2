"""How a complete profile stands for somebody, among the ways to earn Connects."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from connects import ways
from connects.own_ways import once
from connects.services import Source
from connects.ways import Offer, Way
from talent import services
from talent.models import FreelancerProfile
from talent.rules import percent_of


def profile(person: User, offer: Offer) -> Iterator[Way]:
    mine = FreelancerProfile.objects.filter(person=person).first()
    percent = percent_of(services.steps_of(mine)) if mine else 0
    yield once(
        person,
        offer,
        title="Complete your profile",
        how="Photo, title, overview, skills, rate, country, past work: the checklist says what is missing.",
        url=reverse("profile_edit"),
        action="Go on with your profile",
        note=f"{percent} % so far",
    )


ways.register(Source.PROFILE, profile)
