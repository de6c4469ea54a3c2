"""A test is started once, by somebody who may, and stores all that it promises."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from common import clock, policies
from talent import certifications
from talent.certifications import start
from talent.errors import AlreadyPassed, NotForYou, NotOffered, TooSoon
from talent.models import Attempt, Question
from tests.conftest import MONDAY
from tests.talent.conftest import sit

pytestmark = pytest.mark.django_db


def test_ben_starts_a_test_that_knows_its_end(sums, ben):
    with clock.at(MONDAY):
        attempt = start(sums, person=ben)
    assert attempt.deadline_at == MONDAY + timedelta(minutes=20)
    assert attempt.retry_at == MONDAY + timedelta(days=30)
    assert (len(attempt.asked), attempt.pass_mark, attempt.needed) == (15, 70, 11)
    assert len({each.text for each in attempt.questions}) == 15


def test_starting_again_finds_the_test_under_way(sums, ben):
    assert start(sums, person=ben) == start(sums, person=ben)
    assert Attempt.objects.count() == 1


def test_the_database_holds_one_test_under_way(sums, ben):
    attempt = start(sums, person=ben)
    attempt.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt.save()


def test_ben_and_cleo_are_asked_in_different_orders(sums, ben, cleo):
    asked = [[(each.text, each.choices) for each in start(sums, person=who).questions] for who in (ben, cleo)]
    assert asked[0] != asked[1]


def test_the_right_answer_stands_in_no_place_of_its_own(certify, ben, cleo):
    row = certify(number=60, draws=60)
    attempt = start(row, person=ben)
    places = {each.choices.index(next(c for c in each.choices if c.right)) for each in attempt.questions}
    assert places == {0, 1, 2, 3}


@pytest.mark.parametrize("change", [{"freelancer_since": None}, {"email_verified_at": None}])
def test_it_is_for_people_who_find_work_with_a_proven_mailbox(sums, ben, change):
    User.objects.filter(pk=ben.pk).update(**change)
    with pytest.raises(NotForYou):
        start(sums, person=User.objects.get(pk=ben.pk))
    assert not Attempt.objects.exists()


def test_one_that_is_switched_off_is_not_started(sums, ben, olga):
    policies.change(sums, actor=olga, reason="Outdated", enabled=False)
    with pytest.raises(NotOffered):
        start(sums, person=ben)


def test_one_with_too_few_questions_is_not_started(sums, ben):
    Question.objects.filter(pk__in=list(sums.questions.values_list("pk", flat=True)[:6])).update(in_use=False)
    with pytest.raises(NotOffered):
        start(sums, person=ben)


def test_a_test_under_way_goes_on_when_it_is_switched_off(sums, ben, olga):
    attempt = start(sums, person=ben)
    policies.change(sums, actor=olga, reason="Outdated", enabled=False)
    assert start(sums, person=ben) == attempt
    assert certifications.hand_in(attempt).finished_at


@pytest.mark.parametrize(
    ("later", "open_again"), [(timedelta(days=30, seconds=-1), False), (timedelta(days=30), True)]
)
def test_the_next_try_is_on_the_retry_date_and_not_before(sums, ben, later, open_again):
    with clock.at(MONDAY):
        sit(sums, ben, right=10)
    with clock.at(MONDAY + later):
        if open_again:
            assert start(sums, person=ben).finished_at is None
        else:
            with pytest.raises(TooSoon) as refused:
                start(sums, person=ben)
            assert refused.value.at == MONDAY + timedelta(days=30)


def test_the_promised_retry_date_does_not_move_with_the_figure(sums, ben, olga):
    with clock.at(MONDAY):
        sit(sums, ben, right=0)
        policies.change(sums, actor=olga, reason="More time to learn", retry_days=90)
    with clock.at(MONDAY + timedelta(days=30)):
        assert start(sums, person=ben)


def test_what_was_passed_is_not_taken_again(sums, ben):
    with clock.at(MONDAY):
        sit(sums, ben, right=15)
    with clock.at(MONDAY + timedelta(days=365)), pytest.raises(AlreadyPassed):
        start(sums, person=ben)


def test_a_start_finds_an_overdue_test_and_closes_it_first(sums, ben):
    with clock.at(MONDAY):
        first = start(sums, person=ben)
    with clock.at(MONDAY + timedelta(hours=1)), pytest.raises(TooSoon):
        start(sums, person=ben)
    first.refresh_from_db()
    assert (first.passed, first.finished_at) == (False, MONDAY + timedelta(minutes=20))


def test_an_edit_changes_no_test_under_way_and_none_past(sums, ben, cleo, olga):
    running = start(sums, person=ben)
    past = sit(sums, cleo, right=11)
    before = running.asked, past.asked
    for question in sums.questions.all():
        question.text, question.choices = f"New {question.pk}", "* yes\n- no"
        question.save()
    policies.change(sums, actor=olga, reason="Harder", pass_mark=100, minutes=1, draws=1)
    sums.questions.all().delete()
    for attempt in (running, past):
        attempt.refresh_from_db()
    assert (running.asked, past.asked) == before
    assert (running.needed, past.passed) == (11, True)
    assert running.deadline_at - running.started_at == timedelta(minutes=20)
