"""A sweep's run leaves word of how it went, and the one task that wakes sweeps may be sent anything."""

from datetime import timedelta

import pytest

from common import clock, sweeps
from common.models import SweepRun
from common.tasks import run_sweep

pytestmark = pytest.mark.django_db


def test_a_run_is_on_record_with_what_it_did(diary):
    diary("rent", clock.now() - timedelta(days=3), clock.now() - timedelta(days=2))
    run_sweep("rent")
    run = SweepRun.objects.get(name="rent")
    assert (run.rows, run.failures, run.error) == (2, 0, "")
    assert run.started_at <= run.finished_at


def test_running_twice_does_it_once(diary):
    rent = diary("rent", clock.now() - timedelta(days=3))
    run_sweep("rent")
    run_sweep("rent")
    assert len(rent.done) == 1
    assert SweepRun.objects.get(name="rent").rows == 0


def test_a_failure_is_on_record_and_heals_with_the_next_good_run(diary, monkeypatch):
    rent, broken = diary("rent"), True

    def work(at):
        if broken:
            raise RuntimeError("no ink")
        return rent.run(at)

    sweeps.register(sweeps.Sweep("rent", work, rent.next_due))
    for _ in range(2):
        with pytest.raises(RuntimeError):
            run_sweep("rent")
    assert SweepRun.objects.get(name="rent").failures == 2
    assert "no ink" in SweepRun.objects.get(name="rent").error
    broken = False
    run_sweep("rent")
    assert SweepRun.objects.get(name="rent").failures == 0
    assert SweepRun.objects.get(name="rent").error == ""


def test_a_sweep_killed_half_way_shows_no_end(diary):
    class Killed(BaseException):
        pass

    def work(at):
        raise Killed

    sweeps.register(sweeps.Sweep("rent", work, lambda: None))
    with pytest.raises(Killed):
        run_sweep("rent")
    assert SweepRun.objects.get(name="rent").finished_at is None


def test_a_name_nobody_knows_any_more_is_passed_over(no_sweeps):
    run_sweep("retired.sweep")
    assert not SweepRun.objects.exists()


def test_one_that_fails_keeps_none_behind_it_waiting(caplog):
    done = []

    def act(number):
        if number == 2:
            raise ValueError("Number two is broken")
        done.append(number)
        return 1

    with pytest.raises(ValueError, match="Number two"):
        sweeps.each_alone([1, 2, 3], act)
    assert done == [1, 3]
    assert "Due work failed for 2" in caplog.text
    assert sweeps.each_alone([4, 5], act) == 2
