"""Ada hires, Ben, Cleo and Dora have just joined and have 40 Connects each, Olga operates the site."""

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.signals import joined_as_freelancer
from common import clock
from connects import services as connects
from connects.services import Source
from proposals import policy, services
from proposals.models import RefundRule
from talent import services as talent
from tests.stories.reading import on

LETTER = "I have drawn eleven bakery signs and would like to draw this one."


@pytest.fixture(autouse=True)
def _first_day(db):
    clock.move_to(on(1))


@pytest.fixture
def newcomer(person):
    """Somebody who joins to find work, as sign-up does it: `newcomer("Ben")`."""

    def join(name) -> User:
        with clock.at(on(1)):
            who = person(name, freelancer=True)
            talent.open_profile(who)
            joined_as_freelancer.send(sender=User, person=who)
        return who

    return join


@pytest.fixture
def ada(person):
    with clock.at(on(1)):
        return person("Ada", client=True)


@pytest.fixture
def ben(newcomer):
    return newcomer("Ben")


@pytest.fixture
def cleo(newcomer):
    return newcomer("Cleo")


@pytest.fixture
def dora(newcomer):
    return newcomer("Dora")


@pytest.fixture
def send():
    """Send a proposal: `send(ben, job)`, `send(ben, job, boost=5)`."""

    def apply(author, job, **more):
        return services.submit(job, author=author, letter=LETTER, bid_minor=45_000, answers={}, **more)

    return apply


@pytest.fixture
def give():
    """Connects of a campaign that live so many days: `give(ben, 6, days=60)`."""

    def grant(person, number, *, days):
        expires_at = clock.now() + timedelta(days=days)
        reference = f"campaign:1:{person.wallet.pk}"
        connects.grant(person.wallet.pk, number, source=Source.CAMPAIGN, expires_at=expires_at, reference=reference)

    return grant


@pytest.fixture
def switch(olga):
    """An operator switches a cell of the matrix on: `switch("expired", "early")`."""

    def switch_on(outcome, column):
        rule = RefundRule.objects.get(outcome=outcome, column=column)
        return policy.switch_cell(rule, refunded=True, actor=olga, reason="For this story")

    return switch_on
