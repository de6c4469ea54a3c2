"""Whoever holds Connects that are about to expire is told 30, 7 and 1 days before, once per lot and step."""

from datetime import timedelta

import pytest

from accounts.models import Agency, AgencyMember
from common import clock, notices, policies
from common.models import Mail, Notice
from connects import expiry_notices, services
from connects.models import ExpiryRound, Source, WalletPolicy
from tests.conftest import MONDAY

DAY = timedelta(days=1)


def tell(days: float) -> int:
    """Run the sweep so many days after Monday."""
    at = MONDAY + days * DAY
    with clock.at(at):
        return expiry_notices.tell(at)


@pytest.fixture
def running(wallet):
    """A site on which the sweep has been running."""
    tell(0)


def steps() -> list[str]:
    return [notice.reference.split(":")[-1] for notice in Notice.objects.filter(kind="expiring").order_by("id")]


def test_each_step_is_told_once(grant, running):
    grant(10, days=100)
    assert [tell(day) for day in (69.9, 70, 70.1, 92.9, 93, 98.9, 99, 99.5, 100, 101)] == [
        0,
        1,
        0,
        0,
        1,
        0,
        1,
        0,
        0,
        0,
    ]
    assert steps() == ["30", "7", "1"]
    assert [mail.reference.partition(":to:")[0] for mail in Mail.objects.order_by("id")] == [
        notice.reference for notice in Notice.objects.order_by("id")
    ]


def test_it_says_how_many_from_where_and_when(grant, running, ben):
    ben.time_zone = "Pacific/Kiritimati"
    ben.save()
    grant(10, days=100, source=Source.PERK)
    tell(93)
    [notice] = notices.of(ben)
    assert notice.text == "10 Connects (Monthly perk) expire on 10 June 2026, in 7 days."
    assert notice.link.startswith("/settings/connects/lots/")
    [mail] = Mail.objects.all()
    assert (mail.to, mail.subject) == ("ben@example.com", "10 Connects expire in 7 days")
    assert "10 June 2026" in mail.text
    assert "10 June 2026" in mail.html


def test_one_connect_is_one(grant, running, ben):
    grant(1, days=100)
    tell(99.5)
    assert notices.of(ben).get().text.startswith("1 Connect (Joining) expires on")


def test_a_lot_inside_several_steps_after_silence_is_told_of_once(grant, running):
    grant(10, days=100)
    assert tell(95) == 1
    assert steps() == ["7"]
    assert tell(99.2) == 1
    assert steps() == ["7", "1"]


def test_the_first_run_of_a_site_tells_of_what_is_near(grant, wallet):
    grant(10, days=20, ago=300)
    grant(10, days=5, ago=300)
    grant(10, days=40, ago=300)
    assert tell(0) == 2
    assert steps() == ["7", "30"]


def test_a_lot_issued_inside_a_step_is_not_told_of_by_it(grant, running):
    grant(10, days=28)
    assert tell(0.1) == 0
    assert tell(21) == 1
    assert steps() == ["7"]


def test_empty_lots_are_nobodys_worry(grant, spend, running):
    grant(10, days=100)
    spend(10, 1)
    assert tell(99) == 0


def test_a_lot_filled_again_by_a_refund_is_told_of_at_the_next_step(grant, spend, refund, running):
    grant(10, days=100)
    spend(10, 1)
    tell(95)
    refund(1)
    assert tell(96) == 0
    assert tell(99) == 1
    assert steps() == ["1"]


def test_a_run_killed_half_way_is_run_again_and_tells_nobody_twice(grant, running, monkeypatch):
    for _ in range(5):
        grant(10, days=100)
    monkeypatch.setattr(expiry_notices, "_CHUNK", 2)
    plain, chunks = expiry_notices._tell_chunk, []

    class Killed(BaseException):
        pass

    def dies(*args):
        if len(chunks) == 1:
            raise Killed
        chunks.append(args)
        return plain(*args)

    monkeypatch.setattr(expiry_notices, "_tell_chunk", dies)
    with pytest.raises(Killed):
        tell(93)
    assert Notice.objects.count() == 2
    monkeypatch.setattr(expiry_notices, "_tell_chunk", plain)
    tell(93.1)
    assert Notice.objects.count() == Mail.objects.count() == 5


def test_two_sweeps_at_once_tell_nobody_twice(grant, running):
    grant(10, days=100)
    kept = list(ExpiryRound.objects.values())
    tell(93)
    for row in kept:  # the other one has read the same beginning
        ExpiryRound.objects.filter(pk=row["id"]).update(until=row["until"])
    tell(93)
    assert Notice.objects.count() == Mail.objects.count() == 1


def test_a_sweep_that_ends_late_does_not_turn_the_rounds_back(running):
    tell(10)
    tell(5)
    assert ExpiryRound.objects.get(days=7).until == MONDAY + 17 * DAY


def test_a_changed_step_begins_with_what_comes_next(grant, running, olga):
    grant(10, days=100)
    grant(10, days=60)
    tell(75)
    assert len(steps()) == 1
    policies.change(WalletPolicy.objects.get(), actor=olga, reason="Earlier", notice_days_first=40)
    assert tell(75.1) == 0
    grant(10, days=150)
    assert tell(110) == 1
    assert steps()[-1] == "40"


def test_the_owner_is_told_of_an_agencys_lots(person, running):
    maya = person("Maya", freelancer=True)
    agency = Agency.objects.create(name="Quill & Co", handle="quill")
    AgencyMember.objects.create(agency=agency, person=maya, role="owner")
    AgencyMember.objects.create(agency=agency, person=person("Noor"), role="member")
    pool = services.open_wallet(agency=agency)
    services.grant(pool.pk, 50, source=Source.JOINING, expires_at=MONDAY + 100 * DAY, reference="test:pool")
    assert tell(93) == 1
    notice, mail = notices.of(maya).get(), Mail.objects.get()
    address = f"/agencies/quill/connects/lots/{pool.lots.get().pk}/"
    assert notice.link == address
    assert notice.text.startswith("Quill & Co: 50 Connects")
    assert address in mail.text
    assert "in the pool of Quill & Co" in mail.text


def test_closed_accounts_are_left_alone(grant, running, ben):
    grant(10, days=100)
    ben.is_active = False
    ben.save()
    assert tell(93) == 0
    assert not Mail.objects.exists()


def test_it_knows_when_it_will_be_needed(grant, running):
    assert expiry_notices.next_due() is None
    grant(10, days=100)
    assert expiry_notices.next_due() == MONDAY + 70 * DAY
    tell(70)
    assert expiry_notices.next_due() == MONDAY + 93 * DAY
    tell(93)
    assert expiry_notices.next_due() == MONDAY + 99 * DAY
    tell(99)
    assert expiry_notices.next_due() is None


def test_a_lot_issued_inside_a_step_does_not_hold_up_the_clock(grant, wallet, settings):
    settings.DEMO, settings.STRIPE_SECRET_KEY = True, ""
    tell(-10)
    grant(10, days=28)
    tell(0)
    assert expiry_notices.next_due() == MONDAY + 21 * DAY


def test_many_lots_are_told_of_in_few_statements(grant, running, django_assert_max_num_queries):
    for _ in range(40):
        grant(1, days=100)
    with django_assert_max_num_queries(30):
        assert tell(93) == 40
