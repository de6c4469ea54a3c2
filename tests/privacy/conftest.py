"""Ada hires, Ben and Cleo have Connects and profiles; Olga operates the site."""

from tests.endowed import ben, cleo  # noqa: F401
from tests.proposals.conftest import LETTER, endow, fund, proposal, send  # noqa: F401
