"""Ben and Cleo as freelancers who can begin: with 40 Connects and a profile."""

import pytest

from talent import services as talent
from tests.proposals.conftest import endow


@pytest.fixture
def ben(ben):
    endow(ben, 40)
    talent.open_profile(ben)
    return ben


@pytest.fixture
def cleo(cleo):
    endow(cleo, 40)
    talent.open_profile(cleo)
    return cleo
