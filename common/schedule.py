"""Beat's rows for the sweeps: made once, shown in the admin, and from then on the operator's to change."""

import json
from typing import Any

from django.db import connection, transaction
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from common import sweeps
from common.tasks import run_sweep


def sync(**_: Any) -> None:
    """Give every sweep its row. Rows that are there keep the interval and the switch an operator gave them."""
    if PeriodicTask._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic():
        rows = {_sweep_of(row): row for row in PeriodicTask.objects.filter(task=run_sweep.name)}
        for sweep in sweeps.known():
            if sweep.name not in rows:
                _create(sweep)
        for name, row in rows.items():
            if name and name not in {sweep.name for sweep in sweeps.known()}:
                row.delete()


def _create(sweep: sweeps.Sweep) -> None:
    interval, _ = IntervalSchedule.objects.get_or_create(every=sweep.every, period=IntervalSchedule.SECONDS)
    PeriodicTask.objects.create(
        name=f"{sweep.title} ({sweep.name})" if sweep.title else sweep.name,
        task=run_sweep.name,
        args=json.dumps([sweep.name]),
        interval=interval,
        # A wake-up that has waited longer than its interval is worth nothing: the next one does the same work.
        expire_seconds=max(sweep.every, 60),
        description="Made by the site. Interval and switch are yours to change; the row comes back when deleted.",
    )


def _sweep_of(row: PeriodicTask) -> str:
    try:
        return str(json.loads(row.args)[0])
    except (ValueError, LookupError, TypeError):
        return ""
