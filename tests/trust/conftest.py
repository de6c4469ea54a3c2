"""Who reports what: Ben and Cleo have Connects, Ada hires, Olga operates the site."""

import pytest

from accounts.models import Case
from accounts.trust import registry, reporting
from tests.endowed import ben, cleo  # noqa: F401
from tests.proposals.conftest import LETTER, endow, fund, proposal, send  # noqa: F401


@pytest.fixture
def report():
    """Report something as its page would: `report("job", job.pk, by=ben)`. Answers with the case."""

    def make(kind, number, *, by, reason="fraud", text="Asks for a deposit."):
        thing = registry.find(kind, number, by)
        assert thing is not None
        row, _ = reporting.report(kind, number, thing, by=by, reason=reason, text=text)
        return Case.objects.get(pk=row.case_id)

    return make
