"""Ada hires, Ben and Cleo have Connects and profiles; Olga operates the site."""

import pytest

from talent import services as talent
from tests.proposals.conftest import LETTER, endow, fund, proposal, send  # noqa: F401


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
