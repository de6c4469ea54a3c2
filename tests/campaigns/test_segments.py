"""For whom a campaign is: each part of a segment by itself, together, and in words."""

from datetime import date, timedelta

import pytest

from billing.campaigns import acts, sending
from billing.campaigns.segments import in_words, segment_of
from billing.models import CampaignPerson, Region
from common import clock
from connects import services as connects
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db

# Name, country, days since they joined, days since they were here (None: never).
PEOPLE = (
    ("Nora", "NL", 400, 200),
    ("Gus", "GB", 400, 1),
    ("Jun", "JP", 10, 10),
    ("Ines", "IN", 100, None),
    ("Ulla", "", 10, None),
)


@pytest.fixture
def people(person, monday):
    found = {}
    for name, country, joined, seen in PEOPLE:
        found[name] = person(
            name,
            freelancer=True,
            country=country,
            joined_at=monday - timedelta(days=joined),
            last_seen_at=None if seen is None else monday - timedelta(days=seen),
        )
    connects.begin_plan(found["Gus"].wallet.pk, "plus", at=monday, paid_until=monday + timedelta(days=30))
    return found


def names(campaign) -> set[str]:
    return set(segment_of(campaign).people().values_list("name", flat=True))


def day(days: int) -> date:
    return (MONDAY - timedelta(days=days)).date()


@pytest.mark.parametrize(
    ("segment", "who"),
    [
        ({}, {"Nora", "Gus", "Jun", "Ines", "Ulla"}),
        ({"plan": "basic"}, {"Nora", "Jun", "Ines", "Ulla"}),
        ({"plan": "plus"}, {"Gus"}),
        ({"plan": "agency"}, set()),
        ({"country": "GB"}, {"Gus"}),
        ({"country": "FR"}, set()),
        ({"joined_since": day(100)}, {"Jun", "Ines", "Ulla"}),
        ({"joined_since": day(99)}, {"Jun", "Ulla"}),
        ({"inactive_since": day(30)}, {"Nora", "Ines"}),
        ({"inactive_since": day(0)}, {"Nora", "Gus", "Jun", "Ines", "Ulla"}),
        ({"inactive_since": day(30), "joined_since": day(150)}, {"Ines"}),
        ({"plan": "basic", "country": "JP", "joined_since": day(30)}, {"Jun"}),
        ({"plan": "plus", "country": "JP"}, set()),
    ],
    ids=lambda value: ",".join(sorted(map(str, value))) or "nobody",
)
def test_a_segment_is_these_people(people, campaign, segment, who):
    from connects.models import Plan  # noqa: PLC0415

    if "plan" in segment:
        segment = {**segment, "plan": Plan.objects.get(code=segment["plan"])}
    draft = campaign(**segment)
    assert names(draft) == who
    assert acts.reach_of(draft).people == len(who)


@pytest.mark.parametrize(
    "why_not",
    [{"is_active": False}, {"email_verified_at": None}, {"freelancer_since": None}],
    ids=["closed", "not verified", "does not look for work"],
)
def test_some_are_in_no_segment(people, campaign, why_not):
    type(people["Nora"]).objects.filter(pk=people["Nora"].pk).update(**why_not)
    assert names(campaign()) == {"Gus", "Jun", "Ines", "Ulla"}


def test_clients_and_agencies_are_in_no_segment(people, campaign, ada, agency_of):
    agency_of(people["Gus"])
    assert names(campaign()) == {name for name, *_ in PEOPLE}


def test_an_offer_goes_only_to_those_who_may_use_it(people, campaign, sale, code):
    dollars, yen = Region.objects.get(countries=[]), Region.objects.get(currency="JPY")
    sale.region = yen
    sale.save()
    assert names(campaign("sale", sale=sale)) == {"Jun"}
    assert names(campaign("code", code=code(region=dollars))) == {"Ulla"}
    plus = people["Gus"].wallet.__class__.objects.get(person=people["Gus"]).plan
    for_members = campaign("code", code=code("PLUS", plan=plus))
    assert names(for_members) == {"Gus"}
    assert in_words(for_members)[1:] == ["On the plan Freelancer Plus, for which the code is."]


def test_a_segment_in_words(campaign):
    words = in_words(campaign(country="DE", joined_since=date(2026, 1, 5), inactive_since=date(2026, 2, 1)))
    assert words[0].startswith("Everybody who looks for work")
    assert words[1:] == [
        "With Germany as the country of their account.",
        "Joined on 5 January 2026 or later.",
        "Not here since 1 February 2026, or never.",
    ]


def test_the_count_before_and_those_reached_are_the_same(people, sent):
    done = sent(inactive_since=day(30))
    assert (done.expected, done.reached) == (2, 2)
    reached = CampaignPerson.objects.filter(campaign=done)
    assert set(reached.values_list("person__name", flat=True)) == {"Nora", "Ines"}


def test_who_comes_after_the_start_is_not_in_it(people, campaign, start, person):
    started = start(campaign())
    person("Late", freelancer=True)
    assert sending.send(clock.now()) == 5
    started.refresh_from_db()
    assert (started.state, started.reached) == ("sent", 5)
