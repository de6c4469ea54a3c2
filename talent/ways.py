"""How a complete profile, certifications and the badge stand for somebody, among the ways to earn Connects."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import User
from connects import ways
from connects.own_ways import once
from connects.services import Source
from connects.ways import Offer, Way
from talent import badges, facts, services, standing
from talent.models import FreelancerProfile
from talent.rules import missing, percent_of
from talent.standing import Standing

# As many as the page can show without being about nothing else.
_OPEN_AT_MOST = 3
_DONE_AT_MOST = 5


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


def rising_talent(person: User, offer: Offer) -> Iterator[Way]:
    mine = FreelancerProfile.objects.filter(person=person).first()
    lacks = missing(facts.conditions_of(mine)) if mine else ["a complete profile"]
    way = once(
        person,
        offer,
        title="Become a Rising Talent",
        how="A complete profile and a first piece of proven work bring the badge, which clients see beside your name.",
        url=reverse("certifications") if lacks else "",
        action="See the certifications",
        note=f"Still missing: {'; '.join(lacks)}" if lacks else "All there: the badge comes with tonight's check",
    )
    # Worn without having brought anything, or taken by an operator: nothing that one can do earns it.
    if way.standing != ways.Standing.OPEN or mine is None or not badges.is_settled(mine):
        yield way


def certifications(person: User, offer: Offer) -> Iterator[Way]:
    """One for each; of many the first, and the page of all of them."""
    every = standing.of_all(person)
    left = [each for each in every if not each.is_passed]
    for each in islice(left, _OPEN_AT_MOST):
        yield _certification(person, offer, each)
    if len(left) > _OPEN_AT_MOST:
        yield _more(offer, len(left) - _OPEN_AT_MOST)
    for each in islice((each for each in every if each.is_passed), _DONE_AT_MOST):
        way = _certification(person, offer, each)
        # Passed while it brought nothing: there is nothing left to earn with it.
        if way.standing != ways.Standing.OPEN:
            yield way


def _certification(person: User, offer: Offer, each: Standing) -> Way:
    row = each.certification
    note = f"{row.draws} questions, {row.minutes} minutes"
    if each.retry_at:
        note = f"Next try from {date_format(localtime(each.retry_at, person.zone), 'j F Y')} on"
    elif each.is_under_way:
        note = "Your test is under way"
    way = once(
        person,
        offer,
        title=f"Get certified: {row.name}",
        how=row.summary,
        url=row.get_absolute_url(),
        action="Go on with your test" if each.is_under_way else "About the test",
        note=note,
        of=str(row.pk),
    )
    return replace(way, often="once per certification")


def _more(offer: Offer, number: int) -> Way:
    return Way(
        offer.source,
        f"{number} more certification{'' if number == 1 else 's'}",
        offer.connects * number,
        f"{offer.connects} for each",
        "Each skill that you prove brings Connects and a line on your profile.",
        ways.Standing.OPEN,
        url=reverse("certifications"),
        action="See all of them",
        lives_days=offer.lives_days,
    )


ways.register(Source.PROFILE, profile)
ways.register(Source.RISING_TALENT, rising_talent)
ways.register(Source.CERTIFICATION, certifications)
