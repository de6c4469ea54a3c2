"""The database itself keeps talent search true, whoever writes the profiles."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import Skill, User
from common import clock
from common.lists.querying import parse
from connects import services as connects
from talent import availability, badges, services
from talent.criteria import Criteria, matching
from talent.listing import KEPT, listed
from talent.models import FreelancerProfile, TalentListing
from talent.rules import unlisted_for
from tests.races import ROUNDS, runners
from tests.talent.conftest import make_complete, sit, some_skills

pytestmark = pytest.mark.django_db


def found(text: str = "", **wanted) -> list[int]:
    asked = Criteria(text=parse(text) or None, **wanted)
    return sorted(matching(TalentListing.objects.all(), asked).values_list("pk", flat=True))


@pytest.fixture
def adder(complete):
    FreelancerProfile.objects.filter(pk=complete.pk).update(
        title="Adder of long columns", overview="Sums for bakers and binders, in Node.js and UX/UI. " * 5
    )
    complete.refresh_from_db()
    return complete


def test_a_whole_profile_is_found_by_name_title_overview_and_skill(adder):
    skill = adder.skills.first().name
    assert found("ben") == found("column") == found("bakers binders") == found(f'"{skill}"') == [adder.pk]
    assert found("node.js") == found("ux/ui") == [adder.pk]
    assert found("plumber") == []


@pytest.mark.parametrize("lacking", [{"title": ""}, {"overview": "x" * 199}])
def test_without_title_or_overview_nobody_is_listed(adder, lacking):
    FreelancerProfile.objects.filter(pk=adder.pk).update(**lacking)
    assert found() == []
    adder.refresh_from_db()
    assert unlisted_for(services.steps_of(adder))


def test_two_skills_are_too_few(adder):
    adder.skills.set(some_skills(2))
    assert found() == []
    adder.skills.set(some_skills(3))
    assert found() == [adder.pk]


@pytest.mark.parametrize("change", [{"email_verified_at": None}, {"is_active": False}, {"freelancer_since": None}])
def test_whoever_cannot_be_seen_is_not_listed_and_comes_back(adder, change):
    person = User.objects.filter(pk=adder.person_id)
    before = person.values(*change).get()
    person.update(**change)
    assert (found(), list(listed())) == ([], [])
    person.update(**before)
    assert (found(), list(listed())) == ([adder.pk], [adder])


def test_the_rule_in_sql_and_the_rule_in_words_agree(person):
    """Every mixture of what is asked for, as the database lists it and as the person is told."""
    for number in range(8):
        who = person(f"Person {number}", freelancer=True, email=f"p{number}@example.com")
        profile = services.open_profile(who)
        FreelancerProfile.objects.filter(pk=profile.pk).update(
            title="A title" if number & 1 else "", overview="ä" * (200 if number & 2 else 199)
        )
        profile.skills.set(some_skills(3 if number & 4 else 2))
        profile.refresh_from_db()
        told = not unlisted_for(services.steps_of(profile))
        assert (profile.pk in found()) == told == (profile in listed()) == (number == 7)


def test_an_edit_changes_it(adder):
    FreelancerProfile.objects.filter(pk=adder.pk).update(title="Painter of murals")
    assert (found("mural"), found("column")) == ([adder.pk], [])


def test_a_new_name_changes_it(adder):
    User.objects.filter(pk=adder.person_id).update(name="Benedict Abacus")
    assert (found("abacus"), found("ben")) == ([adder.pk], [])


def test_a_skill_renamed_or_moved_reaches_everybody(adder, design):
    skill = adder.skills.first()
    Skill.objects.filter(pk=skill.pk).update(name="Snake charming", category=design)
    assert found("charming") == found(category=design.pk) == [adder.pk]


def test_the_badges_and_certificates_are_marks(adder, olga, sums):
    ben = adder.person
    assert found(available=True) == found(rising=True) == found(certification=sums.pk) == []
    connects.grant(
        ben.wallet.pk,
        20,
        source=connects.Source.JOINING,
        expires_at=clock.now() + timedelta(days=30),
        reference="gift:1",
    )
    availability.switch_on(ben, maximum=7)
    badges.give(adder, by=olga, reason="Good")
    sit(sums, ben, 15)
    assert found(available=True) == found(rising=True) == found(certification=sums.pk) == [adder.pk]
    availability.switch_off(ben)
    badges.take(adder, by=olga, reason="No")
    assert found(available=True) == found(rising=True) == []
    assert found("rising") == found("available") == found("country") == []


def test_ratings_and_rates_are_in_it(adder):
    for star in (5, 4, 5):
        services.count_rating(adder.person, star)
    row = TalentListing.objects.get()
    assert (row.rating, row.rated, row.by_rate) == (466, 3, -4500)
    assert found(rating=450) == found(rate_from=4500, rate_to=4500) == [adder.pk]
    assert found(rating=467) == found(rate_from=4501) == found(rate_to=4499) == []


def test_without_a_rate_nobody_answers_a_question_about_it(adder):
    FreelancerProfile.objects.filter(pk=adder.pk).update(rate_minor=None)
    assert found(rate_from=1) == found(rate_to=10**9) == []
    assert found() == [adder.pk]


def test_counting_a_hire_leaves_it_alone(adder):
    services.count_hire(adder.person)
    assert found("column") == [adder.pk]


def test_a_deleted_profile_leaves_nothing(adder):
    adder.delete()
    assert TalentListing.objects.count() == 0


def test_a_rebuild_finds_what_was_loaded_without_the_triggers(adder):
    KEPT.lift(connection)
    FreelancerProfile.objects.filter(pk=adder.pk).update(title="Loaded quietly")
    assert found("quietly") == []
    KEPT.rebuild(connection)
    assert found("quietly") == [adder.pk]
    KEPT.install(connection)
    assert KEPT.missing(connection) == []


def test_a_missing_trigger_is_said_at_the_start():
    KEPT.lift(connection)
    assert [said.id for said in KEPT.check(None, databases=["default"])] == ["talent.W001"]
    KEPT.install(connection)
    assert KEPT.check(None, databases=["default"]) == []


def test_it_is_filled_where_it_was_empty(person):
    make_complete(services.open_profile(person("Dora", freelancer=True)))
    KEPT.lift(connection)
    TalentListing.objects.all().delete()
    KEPT.install(connection)
    assert TalentListing.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_are_both_in_it(adder):
    """The later of two writers sees what the earlier one wrote, whichever table each of them wrote to."""
    with runners(2) as together:
        for number in range(ROUNDS):
            together.together(
                lambda n=number: FreelancerProfile.objects.filter(pk=adder.pk).update(title=f"Title zaq{n}"),
                lambda n=number: User.objects.filter(pk=adder.person_id).update(name=f"Name yob{n}"),
            )
            assert found(f"zaq{number} yob{number}") == [adder.pk]
