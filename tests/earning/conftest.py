"""The cast of earning, on a plain Monday."""

import pytest

from accounts.models import Agency
from common import clock
from connects import services
from tests.conftest import MONDAY
from tests.earning.sources import Cast


@pytest.fixture
def cast(person) -> Cast:
    with clock.at(MONDAY):
        people = {
            "ben": person("Ben", freelancer=True),
            "dora": person("Dora", freelancer=True),
            "ada": person("Ada", client=True),
            "olga": person("Olga", is_staff=True, is_superuser=True),
        }
        guild = Agency.objects.create(name="Guild of two", handle="guild-of-two")
        services.open_wallet(agency=guild)
        return Cast(**people, guild=guild)
