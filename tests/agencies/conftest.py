"""Maya owns Fieldstone, Noor manages it, Ben and Cleo are members of it, Dora was. Xenia owns another agency."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from accounts.agencies import answering, founding, inviting, people
from accounts.models import AgencyMember, User
from common import clock
from connects import services as connects
from connects.services import Source
from tests.accounts.conftest import sign_up  # noqa: F401 - a fixture
from tests.conftest import MONDAY

Role = AgencyMember.Role


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def maya(person) -> User:
    return person("Maya", freelancer=True)


@pytest.fixture
def noor(person) -> User:
    return person("Noor", freelancer=True)


@pytest.fixture
def dora(person) -> User:
    return person("Dora", freelancer=True)


@pytest.fixture
def xenia(person) -> User:
    return person("Xenia", freelancer=True)


@pytest.fixture
def join():
    """Invite and accept: `join(guild, ben, limit=20)`."""

    def bring(agency, who, *, role=Role.MEMBER, limit=None):
        owner = agency.memberships.get(role=Role.OWNER).person
        invitation = inviting.invite(agency, by=owner, email=who.email, role=role, monthly_limit=limit)
        return answering.accept(invitation, by=who)

    return bring


@pytest.fixture
def guild(maya, noor, ben, cleo, dora, join):
    agency = founding.found(maya, name="Fieldstone", about="Web shops, built and kept.", country="GB")
    join(agency, noor, role=Role.MANAGER)
    for member in (ben, cleo, dora):
        join(agency, member)
    people.leave(agency, person=dora)
    return agency


@pytest.fixture
def pool(guild):
    return connects.open_wallet(agency=guild)


@pytest.fixture
def fund():
    """Put Connects into a wallet: `fund(pool, 40)`."""
    numbers = iter(range(1, 10_000))

    def give(wallet, number, *, days=365):
        reference = f"test:{wallet.pk}-{next(numbers)}"
        expires_at = clock.now() + timedelta(days=days)
        return connects.grant(wallet.pk, number, source=Source.JOINING, expires_at=expires_at, reference=reference)

    return give


@pytest.fixture
def place():
    """Somebody's place in an agency: `place(guild, ben)`."""

    def find(agency, who) -> AgencyMember:
        return agency.memberships.present().get(person=who)

    return find


@pytest.fixture
def page(client):
    """Somebody's view of an address, as text: `page(ben, "/agencies/fieldstone/members/")`."""

    def read(reader, address: str, **query: str) -> str:
        client.force_login(reader)
        response = client.get(address, query)
        assert response.status_code == 200, (address, response.status_code)
        return " ".join(response.content.decode().split())

    return read
