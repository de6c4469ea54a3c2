"""Time that runs out grades what was saved, whoever looks first: the person or the sweep."""

from datetime import timedelta

import pytest

from common import clock, sweeps
from common.models import Notice
from connects import services as connects
from talent import certifications, closing
from talent.certifications import save, start
from talent.models import Attempt
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.talent.conftest import right_answers

pytestmark = pytest.mark.django_db
END = MONDAY + timedelta(minutes=20)
GRACE = timedelta(seconds=15)


@pytest.fixture
def attempt(sums, ben):
    with clock.at(MONDAY):
        begun = start(sums, person=ben)
        save(begun, answers=right_answers(begun, 12))
    return begun


def sweep(at) -> int:
    with clock.at(at):
        return sweeps.named("talent.certifications").run(at)


def test_the_sweep_grades_what_was_saved(attempt, ben):
    assert sweep(END + GRACE + timedelta(seconds=1)) == 1
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.right, attempt.finished_at) == (True, 12, END)
    assert connects.balance_of(ben) == 10
    assert_books_balance()


@pytest.mark.parametrize("at", [MONDAY, END, END + GRACE])
def test_while_answers_may_still_come_it_waits(attempt, at):
    assert sweep(at) == 0
    assert Attempt.objects.under_way().exists()


def test_it_knows_when_the_next_one_is_due(attempt):
    due = closing.next_due()
    assert due is not None
    assert timedelta(0) < due - (END + GRACE) < timedelta(seconds=1)
    # Whoever moves the clock stops at that very instant, and expects the work to be done there.
    assert sweep(due) == 1
    assert closing.next_due() is None


def test_twice_is_once(attempt, ben):
    for _ in range(2):
        sweep(END + timedelta(hours=1))
    assert connects.balance_of(ben) == 10
    assert Notice.objects.filter(kind="certification").count() == 1
    assert_books_balance()


def test_after_a_week_of_silence_the_date_is_still_the_day_it_ended(attempt, cleo, sums):
    sweep(MONDAY + timedelta(days=7))
    attempt.refresh_from_db()
    assert attempt.finished_at == END
    assert_books_balance()


def test_killed_half_way_the_rest_is_graded_by_the_next_run(person, sums, monkeypatch):
    class Killed(BaseException):
        pass

    with clock.at(MONDAY):
        for number in range(6):
            begun = start(sums, person=person(f"Person{number}", freelancer=True))
            save(begun, answers=right_answers(begun))
    close, done = certifications.close, []

    def killed_at_the_fourth(attempt):
        if len(done) == 3:
            raise Killed
        done.append(attempt)
        return close(attempt)

    with monkeypatch.context() as patch:
        patch.setattr(certifications, "close", killed_at_the_fourth)
        with pytest.raises(Killed):
            sweep(END + timedelta(hours=1))
    assert Attempt.objects.passed().count() == 3
    assert sweep(END + timedelta(hours=1)) == 3
    assert Attempt.objects.passed().count() == 6
    assert Notice.objects.filter(kind="certification").count() == 6
    assert_books_balance()


def test_whoever_failed_by_the_clock_is_told(sums, ben):
    with clock.at(MONDAY):
        start(sums, person=ben)
    sweep(END + timedelta(hours=1))
    assert "0 of 15 were right, 11 were needed" in Notice.objects.get(kind="certification").text


def test_the_page_closes_it_as_well(client, ben, attempt):
    client.force_login(ben)
    with clock.at(END + timedelta(minutes=1)):
        page = client.get(f"/certifications/sums/tests/{attempt.pk}/")
    assert page.url == f"/certifications/sums/tests/{attempt.pk}/result/"
    attempt.refresh_from_db()
    assert attempt.passed


def test_a_test_with_time_left_is_not_closed(attempt):
    with clock.at(END):
        assert certifications.close(attempt).finished_at is None
