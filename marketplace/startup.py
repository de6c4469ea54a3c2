"""No process works on a database whose guards are missing, or takes payments unsafely: it says so and ends."""

import sys
from typing import Any

from celery.signals import beat_init, worker_init
from django.core import checks
from django.db import connections

from billing import checks as payments


def refuse_unguarded(**kwargs: Any) -> None:  # noqa: ARG001 - also a receiver of Celery's signals
    """End this process when a check of the database (common.checks) or of payments (billing.checks) finds an error."""
    try:
        found = checks.run_checks(
            tags=[checks.Tags.database, payments.TAG], databases=["default"], include_deployment_checks=True
        )
    finally:
        # Processes that are forked from this one must not share its connection.
        connections.close_all()
    serious = [message for message in found if message.level >= checks.ERROR and not message.is_silenced()]
    if serious:
        # Celery swallows a receiver's exception, but not this one.
        sys.exit("\n".join(["Guildhall does not start:", *map(str, serious)]))


worker_init.connect(refuse_unguarded, weak=False)
beat_init.connect(refuse_unguarded, weak=False)
