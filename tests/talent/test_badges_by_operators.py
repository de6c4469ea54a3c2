"""Operators give and take the badge with a reason, and the rule leaves what they did alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock, sweeps
from common.models import Notice
from connects import services as connects
from connects import ways
from connects.services import Source
from talent import badges
from talent.errors import BadgeNotWorn, BadgeWorn
from talent.models import Badge
from tests.books import assert_books_balance
from tests.talent.conftest import sit

pytestmark = pytest.mark.django_db


def nights(number: int) -> None:
    for night in range(1, number + 1):
        at = clock.now() + timedelta(days=night)
        with clock.at(at):
            sweeps.named("talent.rising_talent").run(at)


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


def at_profile(what, profile) -> str:
    return reverse(f"admin:talent_freelancerprofile_{what}_badge", args=[profile.pk])


def test_given_by_an_operator_it_stays_though_the_rule_does_not_hold(profile, ben, olga):
    badge = badges.give(profile, by=olga, reason="Spoke at our meeting")
    nights(3)
    badge.refresh_from_db()
    assert (badge.given_by, badge.reason, badge.taken_at) == (olga, "Spoke at our meeting", None)
    assert connects.balance_of(ben) == 30
    assert_books_balance()


def test_giving_twice_is_refused_and_brings_nothing_more(profile, ben, olga):
    badges.give(profile, by=olga, reason="Good work")
    with pytest.raises(BadgeWorn):
        badges.give(profile, by=olga, reason="Good work")
    assert connects.balance_of(ben) == 30
    assert Badge.objects.count() == 1
    assert_books_balance()


def test_given_to_somebody_who_wears_it_by_the_rule_it_becomes_the_operators(complete, sums, ben, olga):
    sit(sums, ben, right=15)
    nights(1)
    badges.give(complete, by=olga, reason="For good")
    complete.links.all().delete()
    nights(3)
    assert Badge.objects.worn().get().given_by == olga
    assert Badge.objects.count() == 2
    assert Notice.objects.filter(kind="rising_talent").count() == 1
    assert connects.balance_of(ben) == 40
    assert_books_balance()


def test_taken_by_an_operator_the_rule_does_not_give_it_again(complete, sums, ben, olga):
    sit(sums, ben, right=15)
    nights(1)
    badges.take(complete, by=olga, reason="Under review")
    nights(3)
    badge = Badge.objects.get()
    assert (badge.taken_by, badge.taken_reason) == (olga, "Under review")
    assert "Under review" in Notice.objects.filter(kind="rising_talent").latest("id").text
    badges.give(complete, by=olga, reason="Reviewed")
    assert Badge.objects.worn().count() == 1
    assert connects.balance_of(ben) == 40
    assert_books_balance()


def test_what_an_operator_took_is_no_way_to_earn(complete, olga, ben):
    badges.give(complete, by=olga, reason="Good work")
    badges.take(complete, by=olga, reason="Under review")
    assert [way.standing for way in ways.for_person(ben) if way.source == Source.RISING_TALENT] == ["done"]


def test_taking_what_is_not_worn_is_refused(profile, olga):
    with pytest.raises(BadgeNotWorn):
        badges.take(profile, by=olga, reason="Nothing there")


# --- in the admin ---


def test_an_operator_gives_and_takes_it_with_a_reason(operator, profile, olga):
    assert operator.get(at_profile("give", profile)).status_code == 200
    operator.post(at_profile("give", profile), {"reason": "Good work"})
    badge = Badge.objects.get()
    assert (badge.given_by, badge.reason) == (olga, "Good work")
    operator.post(reverse("admin:talent_badge_take", args=[badge.pk]), {"reason": "A mistake"})
    badge.refresh_from_db()
    assert (badge.taken_by, badge.taken_reason) == (olga, "A mistake")


@pytest.mark.parametrize("what", ["give", "take"])
@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "a\x00b"])
def test_without_a_good_reason_nothing_happens(operator, profile, what, reason):
    assert operator.post(at_profile(what, profile), {"reason": reason}).status_code == 200
    assert not Badge.objects.exists()


def test_what_cannot_be_done_is_said_on_the_page(operator, profile, olga):
    assert b"does not wear this badge" in operator.post(at_profile("take", profile), {"reason": "x"}).content
    badges.give(profile, by=olga, reason="Good work")
    assert (
        b"given this person the badge already" in operator.post(at_profile("give", profile), {"reason": "x"}).content
    )


@pytest.mark.parametrize("who", ["ada", "ben", "charlie"])
def test_nobody_else_gives_badges(client, request, profile, who):
    client.force_login(request.getfixturevalue(who))
    for what in ("give", "take"):
        assert client.post(at_profile(what, profile), {"reason": "Why not"}).status_code in (302, 403)
    assert not Badge.objects.exists()


def test_staff_without_the_permission_give_none(client, person, profile):
    client.force_login(person("Sam", is_staff=True))
    for what in ("give", "take"):
        assert client.post(at_profile(what, profile), {"reason": "Why not"}).status_code == 403


def test_a_badge_is_neither_added_nor_changed_by_hand(operator, profile, olga):
    badge = badges.give(profile, by=olga, reason="Good work")
    assert operator.get(reverse("admin:talent_badge_add")).status_code == 403
    assert operator.post(reverse("admin:talent_badge_delete", args=[badge.pk]), {"post": "yes"}).status_code == 403
    assert operator.get(reverse("admin:talent_badge_change", args=[badge.pk])).status_code == 200
