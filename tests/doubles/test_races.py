"""Two accounts of one browser at once, and a verdict at the instant of a grant: on PostgreSQL, with controls."""

from functools import partial
from itertools import count

import pytest

from accounts import services as accounts
from accounts import signs
from accounts.models import Hat, User
from connects import booking, judging, services, suspicions
from connects.models import HeldGrant, Lot, Source, Suspicion
from tests.books import assert_books_balance
from tests.races import ORDERS, ROUNDS, runners

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
numbers = count(1)


def newcomer(share, browser: str) -> User:
    name = f"new{next(numbers)}x"
    person = User.objects.create_user(f"{name}@example.com", None, name=name)
    accounts.take_role(person, Hat.FREELANCER)
    share(person, what=browser)
    return person


def both_prove_their_mailbox(together, share) -> int:
    """How many Connects two new accounts of one browser are given."""
    browser = f"browser {next(numbers)}"
    people = [newcomer(share, browser) for _ in range(2)]
    outcomes = together.together(*(lambda p=p: accounts.email_verified(p) for p in people))
    assert outcomes == [None, None]
    return sum(Lot.objects.filter(wallet__person__in=people).values_list("granted", flat=True))


def test_of_two_accounts_that_join_at_once_one_is_given(share, db):
    with runners(2) as together:
        for _ in range(ROUNDS):
            assert both_prove_their_mailbox(together, share) == 40
    assert Suspicion.objects.count() == ROUNDS
    assert_books_balance()


def test_control_without_the_lock_both_are_given(share, db, monkeypatch):
    monkeypatch.setattr(signs, "LOCKED", False)
    with runners(2) as together:
        assert any(both_prove_their_mailbox(together, share) == 80 for _ in range(ORDERS))


def each_comes_by_the_others_browser(together, share) -> tuple[User, User]:
    """Two that were given before log in where the other has been, at once, and the later one completes the profile."""
    marks = [f"browser {next(numbers)}" for _ in range(2)]
    first, second = (newcomer(share, mark) for mark in marks)
    for person in (first, second):
        assert services.grant_once(person, Source.JOINING)
    outcomes = together.together(
        lambda: signs.note_device(first, marks[1]),
        lambda: signs.note_device(second, marks[0]),
        lambda: services.grant_once(second, Source.PROFILE),
    )
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    return first, second


def test_of_two_that_meet_at_once_the_later_waits(share, db):
    with runners(3) as together:
        for _ in range(ROUNDS):
            first, second = each_comes_by_the_others_browser(together, share)
            assert Suspicion.objects.filter(person=second).count() == 1
            assert not Suspicion.objects.filter(person=first).exists()
            assert services.grant_once(first, Source.PROFILE)
            assert services.grant_once(second, Source.CERTIFICATION, of="1") is None
    assert_books_balance()


def judged_and_granted(together, share, olga, original) -> User:
    """A suspected account is cleared at the instant at which its profile is complete."""
    browser = f"browser {next(numbers)}"
    share(original, what=browser)
    person = newcomer(share, browser)
    found = suspicions.look_at(person)
    services.grant_once(person, Source.JOINING)
    outcomes = together.together(
        lambda: judging.clear(found.pk, by=olga, why="Sisters"),
        lambda: services.grant_once(person, Source.PROFILE),
        lambda: judging.clear(found.pk, by=olga, why="Sisters"),
        lambda: judging.release(HeldGrant.objects.get(wallet=person.wallet, source="joining").pk, by=olga, why="x"),
    )
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    return person


def left_behind(person: User) -> bool:
    return HeldGrant.objects.filter(wallet__person=person, state="held").exists()


@pytest.fixture
def original(ben) -> User:
    services.grant_once(ben, Source.JOINING)
    return ben


def test_a_grant_at_the_instant_of_the_verdict_is_given_and_given_once(share, olga, original):
    with runners(4) as together:
        for _ in range(ROUNDS):
            person = judged_and_granted(together, share, olga, original)
            assert not left_behind(person)
            assert services.balance_of(person) == 90
    assert_books_balance()


def test_control_without_the_lock_a_grant_is_left_behind(share, olga, original, monkeypatch):
    monkeypatch.setattr(booking, "LOCK", "")
    with runners(4) as together:
        assert any(_went_wrong(together, share, olga, original) for _ in range(ORDERS))


def _went_wrong(together, share, olga, original) -> bool:
    try:
        person = judged_and_granted(together, share, olga, original)
    except AssertionError:
        return True
    return left_behind(person) or services.balance_of(person) != 90


def judged_and_bought_for_nothing(together, share, olga, original) -> User:
    """A suspected account is cleared at the instant at which its purchase for nothing is credited, by two at once."""
    browser = f"browser {next(numbers)}"
    share(original, what=browser)
    person = newcomer(share, browser)
    found, reference = suspicions.look_at(person), f"purchase:{next(numbers)}"

    def credit() -> None:
        services.credit_free_purchase(person.wallet.pk, 20, reference=reference, cause=reference, actor=person)

    clear = partial(judging.clear, found.pk, by=olga, why="Sisters")
    outcomes = together.together(clear, credit, credit)
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    return person


def test_a_purchase_for_nothing_at_the_instant_of_the_verdict_is_given_once(share, olga, original):
    with runners(3) as together:
        for _ in range(ROUNDS):
            person = judged_and_bought_for_nothing(together, share, olga, original)
            assert not left_behind(person)
            assert services.balance_of(person) == 20
    assert_books_balance()


def test_control_without_the_lock_a_purchase_for_nothing_is_left_behind(share, olga, original, monkeypatch):
    monkeypatch.setattr(booking, "LOCK", "")

    def goes_wrong() -> bool:
        try:
            person = judged_and_bought_for_nothing(together, share, olga, original)
        except AssertionError:
            return True
        return left_behind(person) or services.balance_of(person) != 20

    with runners(3) as together:
        assert any(goes_wrong() for _ in range(ORDERS))
