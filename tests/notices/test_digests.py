"""What is not urgent can come together, once a day or a week, at an hour of the person's own clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox

from common import clock, delivery, digest_days, digests, kinds, preferences
from common.models import Mail
from tests.conftest import MONDAY
from tests.notices.conftest import ALL

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def daily(ben) -> None:
    preferences.set_pace(ben, pace="daily", hour=8)


def sent() -> list[str]:
    delivery.send_due()
    return [message.subject for message in outbox.outbox]


def test_news_of_a_day_comes_in_one_mail_the_next_morning(news, daily):
    news("message", 1)
    news("message", 2)
    news("declined")
    assert sent() == []
    assert digests.next_due() == MONDAY.replace(hour=8) + DAY
    assert digests.send_due(MONDAY + 22 * HOUR) == 0
    assert digests.send_due(MONDAY + 23 * HOUR) == 1
    assert sent() == ["3 things happened at Guildhall"]
    body = outbox.outbox[0].body
    assert all(line in body for line in ("message 1", "message 2", "declined 1", "/jobs/", "Proposals"))


@pytest.mark.parametrize("kind", ALL)
def test_what_is_urgent_never_waits(news, daily, switch, kind):
    switch(kind, "mail", True)
    news(kind)
    assert bool(Mail.objects.get().next_try_at) == kinds.named(kind).urgent


def test_news_can_be_more_urgent_than_its_kind(news, daily):
    news("expiring", urgent=True)
    assert sent() == ["expiring 1"]


def test_one_thing_is_one(news, daily):
    news("message")
    digests.send_due(MONDAY + DAY)
    assert sent() == ["1 thing happened at Guildhall"]


def test_twice_is_once(news, daily):
    news("message")
    assert digests.send_due(MONDAY + DAY) == 1
    assert digests.send_due(MONDAY + DAY) == 0
    news("message")
    assert digests.send_due(MONDAY + 2 * DAY) == 0
    assert Mail.objects.filter(kind="digest").count() == 1


def test_after_a_week_of_silence_there_is_one_mail(news, ben):
    preferences.set_pace(ben, pace="daily", hour=8)
    for day in range(7):
        with clock.at(MONDAY + day * DAY):
            news("message", day)
    assert digests.send_due(MONDAY + 8 * DAY) == 1
    assert sent() == ["7 things happened at Guildhall"]


def test_killed_half_way_it_goes_on_and_each_has_theirs_once(person, news, monkeypatch):
    people = [person(f"Reader{number}") for number in range(7)]
    for each in people:
        preferences.set_pace(each, pace="daily", hour=8)
        news("message", to=each)
    monkeypatch.setattr(digests, "_BATCH", 2)
    real, left = digests.mail.queue_many, [2]

    def die_later(mails):
        real(mails)
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    monkeypatch.setattr(digests.mail, "queue_many", die_later)
    with pytest.raises(KeyboardInterrupt):
        digests.send_due(MONDAY + DAY)
    monkeypatch.setattr(digests.mail, "queue_many", real)
    assert Mail.objects.filter(kind="digest").count() == 2
    assert digests.send_due(MONDAY + DAY) == 5
    assert sorted(Mail.objects.filter(kind="digest").values_list("to", flat=True)) == sorted(p.email for p in people)


def test_many_digests_cost_few_queries(person, news, django_assert_max_num_queries):
    for number in range(40):
        reader = person(f"Reader{number}")
        preferences.set_pace(reader, pace="daily", hour=8)
        news("message", to=reader)
    with django_assert_max_num_queries(9):
        assert digests.send_due(MONDAY + DAY) == 40


def test_a_weekly_one_comes_on_monday(news, ben):
    preferences.set_pace(ben, pace="weekly", hour=6)
    news("message")
    assert digests.next_due() == MONDAY.replace(hour=6) + 7 * DAY


def test_who_wants_each_at_once_again_gets_what_waited(news, ben, daily):
    news("message")
    preferences.set_pace(ben, pace="at_once", hour=8)
    assert sent() == ["message 1"]
    assert digests.send_due(MONDAY + DAY) == 0


def test_who_wants_none_gets_none_of_what_waited(news, ben, daily):
    news("message")
    preferences.set_pace(ben, pace="never", hour=8)
    assert digests.send_due(MONDAY + DAY) == 0
    assert sent() == []


def test_another_hour_moves_what_waits(news, ben, daily):
    news("message")
    preferences.set_pace(ben, pace="daily", hour=20)
    assert digests.next_due() == MONDAY.replace(hour=20)


def test_what_is_switched_off_leaves_the_digest(news, daily, switch):
    news("message")
    news("declined")
    switch("message", "mail", False)
    digests.send_due(MONDAY + DAY)
    assert sent() == ["1 thing happened at Guildhall"]
    assert "message" not in outbox.outbox[0].body


def test_closed_accounts_get_none(news, ben, daily):
    news("message")
    ben.is_active = False
    ben.save()
    digests.send_due(MONDAY + DAY)
    assert sent() == []


@pytest.mark.parametrize(
    ("zone", "hour", "after", "comes"),
    [
        # Clocks go forward on 29 March in London: nine o'clock is an hour earlier in UTC from then on.
        ("Europe/London", 9, "2026-03-28 08:59", "2026-03-28 09:00"),
        ("Europe/London", 9, "2026-03-28 09:00", "2026-03-29 08:00"),
        ("Europe/London", 9, "2026-03-29 08:00", "2026-03-30 08:00"),
        # One o'clock is left out that night, and counts from before the jump.
        ("Europe/London", 1, "2026-03-28 12:00", "2026-03-29 01:00"),
        ("Europe/London", 1, "2026-03-29 01:00", "2026-03-30 00:00"),
        # Clocks go back on 25 October: one o'clock comes twice, and the first counts.
        ("Europe/London", 1, "2026-10-24 12:00", "2026-10-25 00:00"),
        ("Europe/London", 1, "2026-10-25 00:00", "2026-10-26 01:00"),
        ("America/New_York", 8, "2026-03-07 20:00", "2026-03-08 12:00"),
        ("Pacific/Kiritimati", 0, "2026-03-01 09:59", "2026-03-01 10:00"),
        ("Asia/Kolkata", 8, "2026-03-01 02:30", "2026-03-02 02:30"),
    ],
)
def test_the_hour_is_that_of_the_persons_clocks_whatever_they_are_turned_to(zone, hour, after, comes):
    instant = datetime.fromisoformat(after).replace(tzinfo=UTC)
    found = digest_days.following(instant, pace="daily", hour=hour, zone=ZoneInfo(zone))
    assert f"{found:%Y-%m-%d %H:%M}" == comes


def test_a_day_without_news_has_no_mail(daily):
    assert digests.next_due() is None
    assert digests.send_due(MONDAY + DAY) == 0


def test_a_digest_can_be_told_to_the_day_over_the_change_of_the_clocks(news, ben):
    ben.time_zone = "Europe/London"
    ben.save()
    preferences.set_pace(ben, pace="daily", hour=9)
    for day in (27, 28, 29):
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        with clock.at(at):
            news("message", day)
            due = digests.next_due()
        assert due.astimezone(ben.zone).hour == 9
        assert digests.send_due(due) == 1
