"""Ben invites, Dora comes by his link. Purchases are a list here: the till has a story of its own."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.cache import cache

from accounts.models import User
from common import clock
from connects import referrals, services
from connects.models import Referral
from tests.conftest import MONDAY


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def monday():
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture
def dora(person) -> User:
    return person("Dora", freelancer=True)


@pytest.fixture
def invite() -> Callable[..., Referral]:
    def come(referrer: User, newcomer: User) -> Referral:
        found = referrals.joined(newcomer, code=referrals.code_of(referrer).code)
        assert found is not None
        return found

    return come


class Purchases:
    """What newcomers have bought, as the room of payments would answer."""

    def __init__(self) -> None:
        self.found: dict[int, services.Bought] = {}

    def __call__(self, person: User) -> services.Bought | None:
        return self.found.get(person.pk)

    def buy(self, person: User, number: int = 1, *, at: datetime | None = None, settled: bool = True) -> None:
        at = at or clock.now()
        self.found[person.pk] = services.Bought(f"purchase:{number}", at, settled)
        services.bought(person, reference=f"purchase:{number}", at=at)


@pytest.fixture
def purchases(monkeypatch) -> Purchases:
    made = Purchases()
    monkeypatch.setattr(referrals, "_purchases", [made])
    return made
