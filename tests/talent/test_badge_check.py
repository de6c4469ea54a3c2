"""Every night the badge goes to whoever has earned it, and leaves whoever has it no more."""

from datetime import timedelta

import pytest

from common import clock, policies, sweeps
from common.models import Mail, Notice
from connects import services as connects
from connects import ways
from connects.services import Source
from talent import badges, facts, rising, services
from talent.models import Badge, TalentPolicy
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.talent.conftest import make_complete, sit

pytestmark = pytest.mark.django_db
# Three in the morning, when the check is due.
NIGHT = MONDAY + timedelta(hours=18)


def check(at=NIGHT) -> int:
    with clock.at(at):
        return sweeps.named("talent.rising_talent").run(at)


@pytest.fixture
def earned(complete, sums, ben):
    """Ben has all it takes; the night has not come yet."""
    with clock.at(MONDAY):
        sit(sums, ben, right=15)
    return complete


def test_the_first_night_brings_the_badge_and_30_connects(earned, ben):
    assert check() == 1
    badge = Badge.objects.get()
    assert (badge.given_at, badge.given_by, badge.taken_at) == (NIGHT, None, None)
    assert "It is earned" in badge.reason
    assert connects.balance_of(ben) == 10 + 30
    assert Notice.objects.get(kind="rising_talent").text == "You are a Rising Talent. 30 Connects are in your wallet."
    assert Mail.objects.filter(subject__startswith="You are a Rising Talent").count() == 1
    assert_books_balance()


def test_a_finished_contract_does_as_well_as_a_certification(complete, ben):
    services.count_finished_contract(ben)
    assert check() == 1


def test_a_whole_profile_without_any_work_is_not_even_looked_at(complete, django_assert_max_num_queries):
    check(NIGHT)
    # When it was done last, the figures, who might have earned it, and that it is done: nobody's facts.
    with django_assert_max_num_queries(6):
        assert check(NIGHT + timedelta(days=1)) == 0


def test_twice_is_once(earned, ben):
    for night in range(3):
        check(NIGHT + timedelta(days=night))
    assert Badge.objects.count() == 1
    assert connects.balance_of(ben) == 40
    assert_books_balance()


def test_it_looks_once_a_night(earned):
    check()
    Badge.objects.all().delete()
    assert check(NIGHT + timedelta(hours=1)) == 0
    assert rising.next_check() == NIGHT + timedelta(days=1)
    assert check(NIGHT + timedelta(days=1)) == 1


def test_a_week_of_silence_is_made_up_for_by_one_look(earned, ben):
    check()
    services.count_upheld_report(ben)
    assert check(NIGHT + timedelta(days=7)) == 1
    assert rising.next_check() == NIGHT + timedelta(days=8)


def loses(how, earned, ben) -> None:
    if how == "rating":
        services.count_rating(ben, 4)
    if how == "report":
        services.count_upheld_report(ben)
    if how == "profile":
        earned.links.all().delete()
    if how == "mailbox":
        type(ben).objects.filter(pk=ben.pk).update(email_verified_at=None)
    if how == "policy":
        policies.change(TalentPolicy.objects.get(pk=1), actor=None, reason="More work", rising_certifications=2)


@pytest.mark.parametrize("how", ["rating", "report", "profile", "mailbox", "policy"])
def test_what_holds_no_more_takes_the_badge_and_leaves_the_connects(earned, ben, how):
    check()
    loses(how, earned, ben)
    assert check(NIGHT + timedelta(days=1)) == 1
    badge = Badge.objects.get()
    assert (badge.taken_at, badge.taken_by) == (NIGHT + timedelta(days=1), None)
    assert "does not hold any more" in badge.taken_reason
    assert connects.balance_of(ben) == 40
    assert Notice.objects.filter(kind="rising_talent").count() == 2
    assert_books_balance()


def test_earning_it_again_brings_the_badge_and_nothing_more(earned, ben):
    check()
    links = list(earned.links.all())
    earned.links.all().delete()
    check(NIGHT + timedelta(days=1))
    for link in links:
        link.save(force_insert=True)
    assert check(NIGHT + timedelta(days=2)) == 1
    assert Badge.objects.worn().count() == 1
    assert connects.balance_of(ben) == 40
    assert Notice.objects.filter(kind="rising_talent", text="You are a Rising Talent.").count() == 1
    assert_books_balance()


def test_ratings_of_five_stars_keep_it(earned, ben):
    check()
    for stars in (5, 4, 5):
        services.count_rating(ben, stars)
    assert check(NIGHT + timedelta(days=1)) == 0


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_a_rating_is_one_to_five_stars(complete, ben, stars):
    with pytest.raises(ValueError, match="one to five"):
        services.count_rating(ben, stars)


def test_killed_half_way_the_rest_is_done_by_the_next_run(person, sums, monkeypatch):
    class Killed(BaseException):
        pass

    people = [person(f"Person{number}", freelancer=True) for number in range(6)]
    with clock.at(MONDAY):
        for each in people:
            make_complete(services.open_profile(each))
            sit(sums, each, right=15)
    judge, done = badges.judge, []

    def killed_at_the_fourth(profile, *, at):
        if len(done) == 3:
            raise Killed
        done.append(profile)
        return judge(profile, at=at)

    with monkeypatch.context() as patch:
        patch.setattr(badges, "judge", killed_at_the_fourth)
        with pytest.raises(Killed):
            check()
    assert Badge.objects.count() == 3
    assert check() == 3
    assert all(connects.balance_of(each) == 40 for each in people)
    assert Notice.objects.filter(kind="rising_talent").count() == 6
    assert_books_balance()


def test_a_chunk_is_read_in_the_same_number_of_queries(person, django_assert_num_queries):
    profiles = [services.open_profile(person(f"Person{number}", freelancer=True)).pk for number in range(50)]
    for some in (profiles[:5], profiles):
        with django_assert_num_queries(1):
            assert len(facts.gather(some)) == len(some)


def test_nobody_to_look_at_is_nothing_to_do(db):
    assert rising.next_check() is None
    assert check() == 0


# --- where it shows ---


def rising_way(person):
    found = [each for each in ways.for_person(person) if each.source == Source.RISING_TALENT]
    return found[0] if found else None


def test_the_way_says_what_is_missing_then_that_it_comes_then_that_it_came(complete, sums, ben):
    found = rising_way(ben)
    assert found.note == "Still missing: one passed certification or one finished contract"
    assert (found.connects, found.url) == (30, "/certifications/")
    with clock.at(MONDAY):
        sit(sums, ben, right=15)
    assert "tonight's check" in rising_way(ben).note
    check()
    assert rising_way(ben).standing == "done"


def test_the_profile_and_the_agency_show_it(client, earned, ben):
    from accounts.models import Agency, AgencyMember  # noqa: PLC0415 - only here

    agency = Agency.objects.create(name="North Quay", handle="north-quay")
    AgencyMember.objects.create(agency=agency, person=ben, role="owner")
    for address in ("/talent/ben/", "/agencies/north-quay/"):
        assert "Rising Talent" not in client.get(address).content.decode()
    check()
    for address in ("/talent/ben/", "/agencies/north-quay/"):
        assert "Rising Talent" in client.get(address).content.decode()


def test_clients_see_it_beside_the_name(client, earned, ben, ada, job):
    from proposals import services as proposals  # noqa: PLC0415 - only here

    check()
    sent = proposals.submit(job, author=ben, letter="Let me add this up.", bid_minor=50_000, answers={})
    client.force_login(ada)
    for address in (f"/jobs/{job.pk}/proposals/", sent.get_absolute_url()):
        assert "Rising Talent" in client.get(address).content.decode(), address
