"""The checklist as a table: what counts, for how much, and when it is whole."""

from dataclasses import replace

import pytest

from talent.rules import OVERVIEW_AT_LEAST, SKILLS_AT_LEAST, WEIGHTS, Part, ProfileFacts, checklist, percent_of

WHOLE = ProfileFacts(
    photo=True, title=True, overview=OVERVIEW_AT_LEAST, skills=SKILLS_AT_LEAST, rate=True, country=True, links=1
)


def test_the_weights_add_up_to_100():
    assert sum(percent for percent, _ in WEIGHTS.values()) == 100


def test_an_empty_profile_is_at_0_and_a_whole_one_at_100():
    assert percent_of(checklist(ProfileFacts())) == 0
    assert percent_of(checklist(WHOLE)) == 100


@pytest.mark.parametrize(
    ("part", "lacking"),
    [
        (Part.PHOTO, {"photo": False}),
        (Part.TITLE, {"title": False}),
        (Part.OVERVIEW, {"overview": OVERVIEW_AT_LEAST - 1}),
        (Part.SKILLS, {"skills": SKILLS_AT_LEAST - 1}),
        (Part.RATE, {"rate": False}),
        (Part.COUNTRY, {"country": False}),
        (Part.LINKS, {"links": 0}),
    ],
)
def test_each_part_counts_its_weight_and_is_named_when_it_is_missing(part, lacking):
    steps = checklist(replace(WHOLE, **lacking))
    assert percent_of(steps) == 100 - WEIGHTS[part][0]
    assert [step.part for step in steps if not step.done] == [part]
