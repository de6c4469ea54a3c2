"""How a complete profile, certifications and the badge stand for somebody, among the ways to earn Connects."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common import dates
from common.numbers import figure
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
        title=_("Complete your profile"),
        how=_("Photo, title, overview, skills, rate, country, past work: the checklist says what is missing."),
        url=reverse("profile_edit"),
        action=_("Go on with your profile"),
        note=_("{percent} % so far").format(percent=percent),
    )


def rising_talent(person: User, offer: Offer) -> Iterator[Way]:
    mine = FreelancerProfile.objects.filter(person=person).first()
    lacks = missing(facts.conditions_of(mine)) if mine else [_("a complete profile")]
    way = once(
        person,
        offer,
        title=_("Become a Rising Talent"),
        how=_(
            "A complete profile and a first piece of proven work bring the badge, which clients see beside your name."
        ),
        url=reverse("certifications") if lacks else "",
        action=_("See the certifications"),
        note=_("Still missing: {missing}").format(missing="; ".join(lacks))
        if lacks
        else _("All there: the badge comes with tonight's check"),
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
    note = f"{row.questions_said}, {row.time_said}"
    if each.retry_at:
        note = _("Next try from {day} on").format(day=dates.long_day(each.retry_at))
    elif each.is_under_way:
        note = _("Your test is under way")
    way = once(
        person,
        offer,
        title=_("Get certified: {name}").format(name=row.name),
        how=row.summary,
        url=row.get_absolute_url(),
        action=_("Go on with your test") if each.is_under_way else _("About the test"),
        note=note,
        of=str(row.pk),
    )
    return replace(way, often=_("once per certification"))


def _more(offer: Offer, number: int) -> Way:
    return Way(
        offer.source,
        ngettext("{n} more certification", "{n} more certifications", number).format(n=figure(number)),
        offer.connects * number,
        _("{n} for each").format(n=figure(offer.connects)),
        _("Each skill that you prove brings Connects and a line on your profile."),
        ways.Standing.OPEN,
        url=reverse("certifications"),
        action=_("See all of them"),
        lives_days=offer.lives_days,
    )


ways.register(Source.PROFILE, profile)
ways.register(Source.RISING_TALENT, rising_talent)
ways.register(Source.CERTIFICATION, certifications)
