"""The demo clock steps through what falls due, in order, and refuses to move where it must not."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from common import clock, sweeps
from common.models import ClockOffset, SweepRun
from common.time_travel import next_stop, travel

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO, settings.STRIPE_SECRET_KEY = True, ""


def test_a_journey_stops_at_every_due_instant_in_order(diary):
    start = clock.now()
    rent, rain = diary("rent", start + DAY, start + 3 * DAY), diary("rain", start + 2 * DAY)
    journey = travel(start + 7 * DAY)
    assert journey.arrived
    assert journey.stops == 3
    assert journey.done == {"rent": 2, "rain": 1}
    # Each was done at its own instant, not at the journey's end.
    assert rent.done == [(start + DAY, start + DAY), (start + 3 * DAY, start + 3 * DAY)]
    assert rain.done == [(start + 2 * DAY, start + 2 * DAY)]
    assert start + 7 * DAY <= clock.now() < start + 7 * DAY + timedelta(seconds=30)


def test_work_sees_the_instant_at_which_it_fell_due(diary):
    start, seen = clock.now(), []
    rent = diary("rent", start + DAY)

    def work(at):
        seen.append(clock.now())
        return rent.run(at)

    sweeps.register(sweeps.Sweep("rent", work, rent.next_due))
    travel(start + 2 * DAY)
    assert seen == [start + DAY]


def test_what_becomes_due_through_other_work_is_done_on_the_same_journey(diary):
    start = clock.now()
    announce, pay = diary("announce", start + HOUR), diary("pay")
    plain = announce.run

    def announce_and_schedule(at):
        rows = plain(at)
        pay.due += [at + DAY] * rows
        return rows

    sweeps.register(sweeps.Sweep("announce", announce_and_schedule, announce.next_due))
    travel(start + 2 * DAY)
    assert pay.done == [(start + HOUR + DAY, start + HOUR + DAY)]


def test_what_lay_undone_is_caught_up_without_moving_backwards(diary):
    start = clock.now()
    late = diary("late", start - 5 * DAY)
    travel(start + HOUR)
    [(due, done)] = late.done
    assert due == start - 5 * DAY
    assert done >= start


def test_nothing_due_beyond_the_target_is_done(diary):
    later = diary("later", clock.now() + 2 * DAY)
    travel(clock.now() + DAY)
    assert later.done == []
    assert next_stop().due == (sweeps.named("later"),)


def test_a_sweep_that_does_nothing_about_its_due_rows_does_not_hold_up_the_journey(diary):
    start = clock.now()
    good = diary("good", start + 2 * HOUR)
    sweeps.register(sweeps.Sweep("stuck", lambda at: 0, lambda: start + HOUR))
    journey = travel(start + DAY)
    assert journey.arrived
    assert journey.failed == {"stuck": "has due work that it does not do"}
    assert good.done


def test_a_sweep_that_turns_in_a_circle_is_left_behind(diary):
    start, runs = clock.now(), []
    diary("good", start + 2 * HOUR)
    sweeps.register(sweeps.Sweep("circle", lambda at: runs.append(at) or 1, lambda: start + HOUR))
    journey = travel(start + DAY)
    assert journey.arrived
    assert "circle" in journey.failed
    assert len(runs) == 1000


def test_a_sweep_that_works_in_batches_is_run_until_it_is_through(diary):
    start = clock.now()
    heap = [start + HOUR] * 25

    def ten(at):
        taken = heap[:10]
        del heap[:10]
        return len(taken)

    sweeps.register(sweeps.Sweep("batches", ten, lambda: heap[0] if heap else None))
    journey = travel(start + DAY)
    assert journey.done["batches"] == 25
    assert not journey.failed


def test_a_sweep_that_fails_is_named_and_the_rest_goes_on(diary):
    start = clock.now()
    good = diary("good", start + 2 * HOUR)

    def broken(at):
        raise RuntimeError("no ink")

    sweeps.register(sweeps.Sweep("broken", broken, lambda: start + HOUR))
    journey = travel(start + DAY)
    assert journey.failed == {"broken": "RuntimeError: no ink"}
    assert good.done
    assert SweepRun.objects.get(name="broken").error == "RuntimeError: no ink"


def test_a_long_journey_can_be_broken_off_and_continued(diary):
    start = clock.now()
    days = diary("days", *(start + n * DAY for n in range(1, 6)))
    target = start + 5 * DAY
    journey = travel(target, patience=-1)
    assert not journey.arrived
    assert days.done == []
    journey = travel(target)
    assert journey.arrived
    assert len(days.done) == 5


def test_mail_goes_by_the_worlds_clock_and_is_no_stop(diary):
    post = diary("post", clock.now() + HOUR, real_time=True)
    assert next_stop() is None
    travel(clock.now() + DAY)
    assert post.done == []


@pytest.mark.parametrize(
    ("demo", "key", "base"),
    [(False, "", ""), (True, "sk_test_1", ""), (True, "sk_live_1", ""), (False, "", "http://x")],
)
def test_the_clock_refuses_outside_the_demo_and_with_real_stripe_keys(settings, diary, demo, key, base):
    settings.DEMO, settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = demo, key, base
    clock.forget()
    waiting = diary("waiting", clock.now() + HOUR)
    with pytest.raises(clock.ClockRefuses):
        travel(clock.now() + DAY)
    with pytest.raises(CommandError):
        call_command("time_travel", days=1)
    assert not ClockOffset.objects.exists()
    assert waiting.done == []


def test_the_clock_never_moves_backwards(diary):
    clock.move_to(clock.now() + DAY)
    with pytest.raises(clock.ClockRefuses):
        clock.move_to(clock.now() - HOUR)


def test_what_is_due_at_the_instant_moved_to_is_due_by_the_moved_clock():
    for fraction in range(0, 1_000_000, 99_991):
        target = clock.now() + HOUR + timedelta(microseconds=fraction)
        clock.move_to(target)
        assert target <= clock.now() < target + timedelta(seconds=2)


def test_the_command_says_what_was_done_and_where_the_clock_stands(diary, capsys):
    diary("rent", clock.now() + HOUR)
    call_command("time_travel", days=1, hours=2)
    said = capsys.readouterr().out
    assert "Rent: 1" in said
    assert "The site's clock stands at" in said


@pytest.mark.parametrize("how_far", [{}, {"days": -1}, {"hours": -3}, {"days": 10**9}, {"days": 10**7}])
def test_the_command_wants_a_way_forward(how_far, no_sweeps):
    with pytest.raises(CommandError):
        call_command("time_travel", **how_far)


def test_the_command_fails_when_some_work_failed(diary):
    start = clock.now()
    sweeps.register(sweeps.Sweep("stuck", lambda at: 0, lambda: start))
    diary("good", start)
    with pytest.raises(CommandError):
        call_command("time_travel", hours=1)
