"""Answers are saved as they are given, in time or not at all."""

from datetime import timedelta

import pytest

from common import clock, policies
from talent import certifications
from talent.certifications import save, saved, start
from talent.errors import NoSuchAnswer, TestOver
from talent.models import Answer, TalentPolicy
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
END = MONDAY + timedelta(minutes=20)


@pytest.fixture
def attempt(sums, ben):
    with clock.at(MONDAY):
        return start(sums, person=ben)


@pytest.fixture
def inside(client, ben):
    client.force_login(ben)
    return client


def url(attempt, place=0):
    return f"/certifications/sums/tests/{attempt.pk}/answers/{place}/"


def single(attempt) -> int:
    return next(place for place, each in enumerate(attempt.questions) if not each.multiple)


def test_the_last_answer_counts(attempt):
    with clock.at(MONDAY):
        save(attempt, answers={0: [1]})
        save(attempt, answers={0: [2], 3: [0]})
        save(attempt, answers={0: [2], 3: [0]})
    assert saved(attempt) == {0: [2], 3: [0]}
    assert Answer.objects.count() == 2


def test_no_answer_is_an_answer_too(attempt):
    with clock.at(MONDAY):
        save(attempt, answers={0: [1]})
        save(attempt, answers={0: []})
    assert saved(attempt) == {0: []}


@pytest.mark.parametrize(("late", "counts"), [(0, True), (15, True), (15.001, False), (60, False)])
def test_an_answer_may_be_15_seconds_late_and_not_more(attempt, late, counts):
    with clock.at(END + timedelta(seconds=late)):
        if counts:
            save(attempt, answers={0: [1]})
        else:
            with pytest.raises(TestOver):
                save(attempt, answers={0: [1]})
    assert bool(saved(attempt)) is counts


def test_the_grace_is_the_operators_figure(attempt, olga):
    policies.change(TalentPolicy.objects.get(pk=1), actor=olga, reason="Strict", late_seconds=0)
    with clock.at(END + timedelta(seconds=1)), pytest.raises(TestOver):
        save(attempt, answers={0: [1]})


def test_what_was_handed_in_takes_no_answer(attempt):
    with clock.at(MONDAY):
        certifications.hand_in(attempt)
        with pytest.raises(TestOver):
            save(attempt, answers={0: [1]})


@pytest.mark.parametrize("answers", [{15: [0]}, {-1: [0]}, {0: [4]}, {0: [-1]}])
def test_what_the_test_does_not_offer_is_no_answer(attempt, answers):
    with clock.at(MONDAY), pytest.raises(NoSuchAnswer):
        save(attempt, answers=answers)


def test_a_single_choice_takes_one(attempt):
    with clock.at(MONDAY), pytest.raises(NoSuchAnswer):
        save(attempt, answers={single(attempt): [0, 1]})


def test_htmx_is_told_what_was_saved(sums, ben, inside):
    attempt = start(sums, person=ben)
    page = inside.post(url(attempt), {"q0": "1", "q3": "2"})
    assert page.status_code == 200
    said = page.content.decode()
    assert "Saved" in said
    assert "1 of 15 answered" in said
    assert saved(attempt) == {0: [1]}


def test_htmx_is_led_to_the_result_when_it_is_late(attempt, inside):
    with clock.at(END + timedelta(minutes=1)):
        page = inside.post(url(attempt), {"q0": "1"})
    assert (page.status_code, page["HX-Redirect"]) == (204, f"/certifications/sums/tests/{attempt.pk}/result/")
    attempt.refresh_from_db()
    assert attempt.right == 0


@pytest.mark.parametrize("value", ["4", "x", "-1", "1.5", "9" * 5000, "\x00", "٣", " 1"])
def test_a_forged_answer_is_refused_and_no_server_error(sums, ben, inside, value):
    attempt = start(sums, person=ben)
    assert inside.post(url(attempt), {"q0": value}).status_code == 400
    assert inside.post(url(attempt, 15), {"q15": "0"}).status_code == 400
    assert inside.post(url(attempt, 10**30), {}).status_code == 400
    said = inside.post(f"/certifications/sums/tests/{attempt.pk}/save/", {"was0": "", "q0": value}, follow=True)
    assert "no answer to a question of this test" in said.content.decode()
    assert saved(attempt) == {}


def test_whoever_was_logged_out_is_told_instead_of_shown_the_log_in_page(attempt, client):
    assert client.post(url(attempt), {"q0": "1"}).status_code == 401


def test_without_javascript_the_whole_page_is_saved(sums, ben, inside):
    attempt = start(sums, person=ben)
    form = {f"was{place}": "" for place in range(15)} | {"q0": "1", "q7": "0"}
    page = inside.post(f"/certifications/sums/tests/{attempt.pk}/save/", form, follow=True).content.decode()
    assert "Saved." in page
    assert page.count(" checked>") == 2
    assert saved(attempt) == {0: [1], 7: [0]}


def test_a_tab_left_open_does_not_undo_what_another_one_saved(sums, ben, inside):
    attempt = start(sums, person=ben)
    save(attempt, answers={0: [1]})
    stale = {f"was{place}": "" for place in range(15)} | {"q2": "3"}
    inside.post(f"/certifications/sums/tests/{attempt.pk}/save/", stale)
    assert saved(attempt) == {0: [1], 2: [3]}


def test_a_reload_shows_what_was_saved_and_the_time_that_is_left(attempt, inside):
    with clock.at(MONDAY + timedelta(minutes=7, seconds=55)):
        save(attempt, answers={4: [2]})
        page = inside.get(f"/certifications/sums/tests/{attempt.pk}/").content.decode()
    assert 'data-left="725"' in page
    assert "12:05" in page
    assert "1 of 15 answered" in page
    assert page.count(" checked>") == 1
