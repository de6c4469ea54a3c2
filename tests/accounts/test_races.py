"""Two things at once for one person, or two accounts of one mailbox: the Connects for joining come exactly once."""

from functools import partial

import pytest

from accounts import services
from accounts.models import Hat, User
from connects import services as connects
from tests.books import assert_books_balance
from tests.races import ROUNDS, runners

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_once():
    """Do all of it at the same instant; what one of them raises is raised here."""
    with runners(8) as threads:

        def do(*acts) -> None:
            for answer in threads.together(*acts):
                if isinstance(answer, Exception):
                    raise answer

        yield do


@pytest.fixture
def newcomer(person):
    return lambda n, **fields: person(
        f"Dora {n}", email_verified_at=None, **{"email": f"dora{n}@example.com", **fields}
    )


def again(person: User) -> User:
    """The person as another request reads them."""
    return User.objects.get(pk=person.pk)


def take_role(person: User):
    return partial(services.take_role, again(person), Hat.FREELANCER)


def verify(person: User):
    return partial(services.email_verified, again(person))


def test_role_and_verification_at_once_bring_40_connects(newcomer, at_once):
    for n in range(ROUNDS):
        dora = newcomer(n)
        role, mailbox = again(dora), again(dora)
        at_once(
            lambda who=role: services.take_role(who, Hat.FREELANCER), lambda who=mailbox: services.email_verified(who)
        )
        assert connects.balance_of(dora) == 40
    assert_books_balance()


def test_control_without_the_lock_neither_of_the_two_hears_of_the_other(newcomer, at_once, monkeypatch):
    monkeypatch.setattr(services, "_lock", lambda person: person.refresh_from_db())
    dora = newcomer(0)
    at_once(take_role(dora), verify(dora))
    assert connects.balance_of(dora) == 0


def test_two_accounts_of_one_mailbox_verified_at_once_bring_40_connects_between_them(newcomer, at_once):
    for n in range(ROUNDS):
        accounts = [newcomer(f"{n}-{tag}", email=f"dora{n}+{tag}@example.com") for tag in "ab"]
        for who in accounts:
            services.take_role(who, Hat.FREELANCER)
        at_once(*(verify(who) for who in accounts))
        assert sorted(connects.balance_of(who) for who in accounts) == [0, 40]
        assert all(again(who).email_verified_at for who in accounts)
    assert_books_balance()


def test_one_link_pressed_in_eight_windows_at_once_brings_them_once(newcomer, at_once):
    for n in range(ROUNDS // 5):
        dora = newcomer(n)
        services.take_role(dora, Hat.FREELANCER)
        at_once(*(verify(dora) for _ in range(8)))
        assert connects.balance_of(dora) == 40
    assert_books_balance()
