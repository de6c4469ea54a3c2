"""Every sweep has its row in beat's schedule; what an operator changed there stays."""

import json

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from common import schedule, sweeps

pytestmark = pytest.mark.django_db


def rows() -> dict[str, PeriodicTask]:
    return {json.loads(row.args)[0]: row for row in PeriodicTask.objects.filter(task="common.run_sweep")}


def test_a_migrated_site_has_a_row_for_every_sweep():
    assert set(rows()) == {sweep.name for sweep in sweeps.known()}
    for sweep in sweeps.known():
        row = rows()[sweep.name]
        assert row.enabled
        assert (row.interval.every, row.interval.period) == (sweep.every, "seconds")


def test_an_operators_interval_and_switch_are_kept(diary):
    diary("rent")
    schedule.sync()
    hourly, _ = IntervalSchedule.objects.get_or_create(every=1, period=IntervalSchedule.HOURS)
    PeriodicTask.objects.filter(pk=rows()["rent"].pk).update(interval=hourly, enabled=False, name="Rent, but rarely")
    schedule.sync()
    row = rows()["rent"]
    assert (row.interval, row.enabled, row.name) == (hourly, False, "Rent, but rarely")


def test_a_new_sweep_gets_its_row_and_a_retired_one_loses_it(diary):
    diary("rent")
    schedule.sync()
    sweeps._sweeps.pop("rent")
    diary("rain")
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert set(rows()) == {"rain"}


def test_other_periodic_tasks_are_left_alone(diary):
    every, _ = IntervalSchedule.objects.get_or_create(every=5, period=IntervalSchedule.MINUTES)
    PeriodicTask.objects.create(name="Theirs", task="theirs.backup", interval=every)
    PeriodicTask.objects.create(name="Odd", task="common.run_sweep", args="[]", interval=every)
    schedule.sync()
    assert set(PeriodicTask.objects.filter(interval=every).values_list("name", flat=True)) == {"Theirs", "Odd"}
