"""A sweeper in a process of its own, slow enough to be killed: `python -m tests.proposals.settle_slowly`."""

import time
from typing import Any

import django

django.setup()

from proposals import settlement  # noqa: E402 - models are ready only now
from proposals.models import Settlement  # noqa: E402

settlement._GROUP = 5
_refund = settlement._refund


def slowly(*args: Any, **kwargs: Any) -> bool:
    time.sleep(0.05)
    return _refund(*args, **kwargs)


settlement._refund = slowly
settlement.settle_due(Settlement.objects.latest("due_at").due_at)
