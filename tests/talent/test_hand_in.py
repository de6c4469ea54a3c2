"""A test is graded once: exactly the right choices count, and the pass mark is never rounded down."""

from datetime import timedelta

import pytest

from accounts.models import User
from common import clock
from common.models import Mail, Notice
from connects import services as connects
from connects.models import GrantPolicy, HeldGrant, Transaction
from connects.services import Source
from talent import certifications
from talent.certifications import hand_in, save, start
from talent.models import Attempt
from talent.questions import Asked, Choice, needed
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.talent.conftest import right_answers, sit

pytestmark = pytest.mark.django_db


def test_passing_certifies_ben_and_brings_10_connects(sums, ben):
    with clock.at(MONDAY):
        attempt = sit(sums, ben, right=11)
    assert (attempt.passed, attempt.right, attempt.finished_at, attempt.brought) == (True, 11, MONDAY, 10)
    assert attempt.certificate
    booked = Transaction.objects.get()
    assert (booked.amount, booked.cause) == (10, f"certification:{sums.pk}")
    assert connects.balance_of(ben) == 10
    assert Notice.objects.get(kind="certification").text == "You have passed “Sums”. 10 Connects are in your wallet."
    assert Mail.objects.get(subject="Certified: Sums")
    assert_books_balance()


def test_one_right_answer_fewer_is_not_enough(sums, ben):
    attempt = sit(sums, ben, right=10)
    assert (attempt.passed, attempt.right, attempt.certificate) == (False, 10, None)
    assert connects.balance_of(ben) == 0
    assert_books_balance()


@pytest.mark.parametrize(
    ("asked", "mark", "right"),
    [(15, 70, 11), (10, 70, 7), (3, 67, 3), (3, 66, 2), (1, 1, 1), (100, 100, 100), (7, 50, 4), (20, 95, 19)],
)
def test_the_pass_mark_is_never_rounded_down(asked, mark, right):
    assert needed(asked, mark) == right
    assert right * 100 >= mark * asked > (right - 1) * 100


@pytest.mark.parametrize(
    ("chosen", "right"), [([0, 2], True), ([2, 0], True), ([0], False), ([0, 1, 2], False), ([], False), ([1], False)]
)
def test_exactly_the_right_ones_count_and_nothing_else(chosen, right):
    two = Asked("Which?", True, (Choice("a", True), Choice("b", False), Choice("c", True)))
    assert two.is_right(chosen) is right


def test_handing_in_twice_grades_once(sums, ben):
    first = sit(sums, ben, right=15)
    again = hand_in(first, answers={0: []})
    assert (again.finished_at, again.right, again.certificate) == (first.finished_at, 15, first.certificate)
    assert connects.balance_of(ben) == 10
    assert Notice.objects.filter(kind="certification").count() == 1
    assert_books_balance()


def test_answers_that_come_too_late_are_left_out_and_those_in_time_count(sums, ben):
    with clock.at(MONDAY):
        attempt = start(sums, person=ben)
        save(attempt, answers=right_answers(attempt, 10))
    with clock.at(MONDAY + timedelta(minutes=20, seconds=16)):
        late = hand_in(attempt, answers=right_answers(attempt))
    assert (late.right, late.passed, late.finished_at) == (10, False, MONDAY + timedelta(minutes=20))


def test_a_second_account_of_the_same_mailbox_passes_without_connects(sums, ben, person):
    sit(sums, ben, right=15)
    again = person("Ben again", freelancer=True, email="ben+2@example.com")
    attempt = sit(sums, again, right=15)
    assert (attempt.passed, attempt.brought) == (True, 0)
    assert connects.balance_of(again) == 0
    assert_books_balance()


def test_each_certification_brings_its_own(certify, ben):
    for name in ("Sums", "More sums"):
        sit(certify(name), ben, right=15)
    assert connects.balance_of(ben) == 20
    assert_books_balance()


def test_what_is_switched_off_brings_nothing_and_still_certifies(sums, ben):
    GrantPolicy.objects.filter(source="certification").update(enabled=False)
    attempt = sit(sums, ben, right=15)
    assert (attempt.passed, attempt.brought) == (True, 0)
    assert Notice.objects.get(kind="certification").text == "You have passed “Sums”."


def test_what_an_operator_looks_at_first_waits_and_the_page_says_so(client, sums, ben):
    ben.wallet.held_since = clock.now()
    ben.wallet.save(update_fields=["held_since"])
    attempt = sit(sums, ben, right=15)
    assert (attempt.passed, attempt.brought) == (True, 0)
    assert HeldGrant.objects.get().source == Source.CERTIFICATION
    client.force_login(ben)
    assert "wait for a look" in client.get(attempt.get_absolute_url()).content.decode()
    assert_books_balance()


def test_the_history_says_what_it_was_for(client, sums, ben):
    sit(sums, ben, right=15)
    client.force_login(ben)
    page = client.get("/settings/connects/history/").content.decode()
    assert "Certified: Sums" in page
    assert 'href="/certifications/sums/"' in page


def hand_in_at(client, attempt, **form):
    return client.post(f"/certifications/sums/tests/{attempt.pk}/hand-in/", form)


def test_open_questions_are_asked_about_once(client, sums, ben):
    client.force_login(ben)
    attempt = start(sums, person=ben)
    page = hand_in_at(client, attempt, was0="", q0="1")
    assert page.url.endswith("?unsure")
    assert "1 of 15 questions have an answer" in client.get(page.url).content.decode()
    assert Attempt.objects.get().finished_at is None
    assert hand_in_at(client, attempt, sure="yes").url == f"/certifications/sums/tests/{attempt.pk}/result/"
    assert Attempt.objects.get().finished_at


def test_a_whole_page_is_graded_with_one_click(client, sums, ben):
    client.force_login(ben)
    attempt = start(sums, person=ben)
    form = {f"was{place}": "" for place in range(15)}
    form |= {f"q{place}": chosen for place, chosen in right_answers(attempt).items()}
    page = client.post(f"/certifications/sums/tests/{attempt.pk}/hand-in/", form, follow=True).content.decode()
    assert "You have passed" in page
    assert "15 of 15" in page
    assert connects.balance_of(ben) == 10


def test_the_result_of_a_failed_test_says_when_the_next_try_is(client, sums, ben):
    client.force_login(ben)
    with clock.at(MONDAY):
        attempt = sit(sums, ben, right=3)
    page = client.get(attempt.get_absolute_url()).content.decode()
    assert "3 of 15" in page
    assert "1 April 2026" in page


def test_a_forged_hand_in_hands_in_nothing(client, sums, ben):
    client.force_login(ben)
    attempt = start(sums, person=ben)
    for value in ("x", "99", "\x00"):
        assert hand_in_at(client, attempt, was0="", q0=value, sure="yes").status_code == 302
    assert Attempt.objects.get().finished_at is None


def test_a_person_without_the_role_any_more_is_still_graded(sums, ben):
    attempt = start(sums, person=ben)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert certifications.hand_in(attempt, answers=right_answers(attempt)).passed
