"""Two accounts and what they share."""

from collections.abc import Callable

import pytest
from django.core.cache import cache

from accounts.identity import IdentitySign
from accounts.models import User
from accounts.normalise import sign_mark
from common import clock
from connects import services, suspicions
from connects.models import Source, Suspicion
from tests.conftest import MONDAY


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """No story inherits another's throttles."""
    cache.clear()


@pytest.fixture
def share() -> Callable[..., None]:
    """`share(ben, cleo)`: one browser, seen first with Ben."""

    def note(*people: User, kind: str = "device", what: str = "one browser") -> None:
        for person in people:
            mark = sign_mark(kind, what)
            IdentitySign.objects.get_or_create(person=person, kind=kind, mark=mark, defaults={"seen_at": clock.now()})

    return note


@pytest.fixture
def suspected(ben, cleo, share) -> Suspicion:
    """Ben has had 40 Connects; Cleo comes by his browser, and her 40 wait."""
    services.grant_once(ben, Source.JOINING)
    share(ben, cleo)
    found = suspicions.look_at(cleo)
    assert found is not None
    assert services.grant_once(cleo, Source.JOINING) is None
    return found


@pytest.fixture
def monday():
    with clock.at(MONDAY):
        yield MONDAY
