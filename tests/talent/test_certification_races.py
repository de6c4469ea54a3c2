"""Tests at the same instant, again and again on PostgreSQL. Each has a control: without the lock it fails."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import models

from common import clock
from common.models import Notice
from connects import services as connects
from talent import badges, certifications, closing, facts, services
from talent.models import Answer, Attempt, Badge
from tests.books import assert_books_balance
from tests.races import ORDERS, ROUNDS, held_open, runners, unlocked
from tests.talent.conftest import make_complete, right_answers, sit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(monkeypatch):
    for name in ("_locked", "_locked_profile"):
        monkeypatch.setattr(certifications, name, held_open(getattr(certifications, name)))
    monkeypatch.setattr(badges, "_locked", held_open(badges._locked))


@pytest.fixture
def no_lock(monkeypatch, window):
    monkeypatch.setattr(models.QuerySet, "select_for_update", unlocked)


# --- starting ---


def one_test(threads, sums, ben) -> bool:
    results = threads.together(*[partial(certifications.start, sums, person=ben)] * 4)
    started = {result.pk for result in results if isinstance(result, Attempt)}
    clean = all(isinstance(result, Attempt) for result in results) and len(started) == 1
    clean = clean and Attempt.objects.count() == 1
    Answer.objects.all().delete()
    Attempt.objects.all().delete()
    return clean


def test_four_clicks_on_start_are_one_test(window, sums, ben):
    services.open_profile(ben)
    with runners(4) as threads:
        assert all(one_test(threads, sums, ben) for _ in range(ROUNDS))


def test_control_without_the_lock_starts_get_into_each_others_way(no_lock, sums, ben):
    services.open_profile(ben)
    with runners(4) as threads:
        assert not all(one_test(threads, sums, ben) for _ in range(ORDERS))


# --- handing in: from two tabs, and against the sweep ---


def graded_once(threads, person, sums, number) -> bool:
    """Two tabs hand in while the time runs out: one grade, one certificate, one bonus, one notice."""
    somebody = person(f"Person{number}", freelancer=True)
    attempt = certifications.start(sums, person=somebody)
    certifications.save(attempt, answers=right_answers(attempt))
    late = attempt.deadline_at + timedelta(minutes=1)

    def by_the_clock():
        with clock.at(late):
            return closing.close_due(late)

    hand_in = partial(certifications.hand_in, attempt)
    results = threads.together(hand_in, hand_in, by_the_clock)
    told = Notice.objects.filter(person=somebody, kind="certification").count()
    certificates = {result.certificate for result in results[:2] if isinstance(result, Attempt)}
    good = not any(isinstance(result, Exception) for result in results)
    attempt.refresh_from_db()
    same = certificates == {attempt.certificate}
    return good and same and (told, connects.balance_of(somebody), attempt.brought) == (1, 10, 10)


def test_handing_in_at_once_grades_once(window, person, sums):
    with runners(3) as threads:
        assert all(graded_once(threads, person, sums, number) for number in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_two_certificates_are_written(no_lock, person, sums):
    with runners(3) as threads:
        assert not all(graded_once(threads, person, sums, number) for number in range(ORDERS))


# --- an answer against the hand-in ---


def answer_is_in_or_refused(threads, person, sums, number) -> bool:
    """Either the last answer was graded, or its sender was told that the test is over."""
    somebody = person(f"Person{number}", freelancer=True)
    attempt = certifications.start(sums, person=somebody)
    answers = right_answers(attempt, 11)
    last = {10: answers.pop(10)}
    certifications.save(attempt, answers=answers)
    saving, graded = threads.together(
        partial(certifications.save, attempt, answers=last), partial(certifications.hand_in, attempt)
    )
    saved = 10 in certifications.saved(attempt)
    return (saving is None) is saved and graded.right == (11 if saved else 10)


def test_an_answer_against_the_hand_in(window, person, sums):
    with runners(2) as threads:
        assert all(answer_is_in_or_refused(threads, person, sums, number) for number in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_an_answer_is_kept_that_was_not_graded(no_lock, person, sums):
    with runners(2) as threads:
        assert not all(answer_is_in_or_refused(threads, person, sums, number) for number in range(ORDERS))


# --- the badge ---


def one_badge(threads, person, sums, olga, number) -> bool:
    """Two nightly checks and an operator at once: worn once, 30 Connects once, nobody falls over."""
    somebody = person(f"Person{number}", freelancer=True)
    profile = services.open_profile(somebody)
    make_complete(profile)
    sit(sums, somebody, right=15)
    judge = partial(badges.judge, profile.pk, at=clock.now())
    results = threads.together(judge, judge, partial(badges.give, profile, by=olga, reason="Good work"))
    worn = Badge.objects.worn().filter(profile=profile)
    good = not any(isinstance(result, Exception) for result in results)
    return good and worn.get().given_by == olga and connects.balance_of(somebody) == 40


def test_checks_and_an_operator_at_once_give_one_badge(window, person, sums, olga):
    with runners(3) as threads:
        assert all(one_badge(threads, person, sums, olga, number) for number in range(ROUNDS))
    assert_books_balance()


def test_control_without_the_lock_they_get_into_each_others_way(no_lock, person, sums, olga):
    with runners(3) as threads:
        assert not all(one_badge(threads, person, sums, olga, number) for number in range(ORDERS))


def test_facts_are_looked_at_again_under_the_lock(person, sums):
    """A report that is upheld while the night's check is at work keeps the badge away."""
    somebody = person("Kim", freelancer=True)
    profile = services.open_profile(somebody)
    make_complete(profile)
    sit(sums, somebody, right=15)
    assert facts.conditions_of(profile)
    services.count_upheld_report(somebody)
    assert not badges.judge(profile.pk, at=clock.now())
