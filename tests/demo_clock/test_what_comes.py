"""What is announced before the clock is moved has happened afterwards, in every room; or the page says why not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock, outlook, sweeps, time_travel
from common.voyage import Voyage
from connects.models import Referral, Wallet
from tests.books import assert_books_balance
from tests.crowd import open_wallets
from tests.demo_clock.conftest import DAY, KINDS

# Of these there is nothing to announce: they follow what another kind has said, or nobody sees them.
QUIET = {
    "connects.news": "tells of what was booked",
    "jobs.demand": "measures",
    "jobs.standing": "follows a suspension or a ban",
    "proposals.announce": "tells of an ending at once",
    "proposals.files": "tidies up",
    "proposals.standing": "follows a ban at once",
    "accounts.closures": "goes on at once",
    "billing.trust": "notes",
    "billing.campaigns": "goes on at once",
}


def walk(span: timedelta) -> Voyage:
    voyage = Voyage.begin(clock.now(), clock.now() + span)
    voyage.add(time_travel.travel(voyage.target))
    return voyage


def words(lines, kind) -> str:
    return " / ".join(line.words for line in lines if line.kind == kind)


@pytest.mark.parametrize(("kind", "happens", "before", "after"), KINDS, ids=[each[0] for each in KINDS])
def test_what_was_announced_has_happened(scene, kind, happens, before, after):
    happens(scene)
    voyage = walk(DAY + timedelta(hours=1))
    assert voyage.failed == {}
    assert before in words(voyage.announced, kind)
    assert after in words(voyage.happened, kind)
    assert [missed.title for missed in voyage.missed] == []
    assert kind not in voyage.unannounced
    assert_books_balance()


def test_every_sweep_says_what_it_does_or_has_a_reason_not_to(db):
    silent = {sweep.name for sweep in sweeps.known() if not sweep.outlooks and not sweep.real_time}
    assert silent == set(QUIET)
    told = [each.kind for each in sweeps.outlooks()]
    assert len(told) == len(set(told))
    elsewhere = {"invitations", "renewals", "failures", "graces", "ends"}
    assert set(told) == {kind for kind, *_ in KINDS} | elsewhere


def test_what_does_not_happen_is_said_with_its_reason(scene, person):
    newcomer = person("Nora", freelancer=True)
    due = clock.now() + timedelta(hours=5)
    Referral.objects.create(referrer=scene.ben, newcomer=newcomer, state="waiting", due_at=due)
    voyage = walk(DAY)
    assert "invitation of Nora by Ben" in words(voyage.announced, "invitations")
    [missed] = voyage.missed
    assert (missed.title, missed.announced, missed.happened) == ("Invitations to be decided", 1, 0)
    assert "refunded" in missed.unless


def test_what_the_way_brings_was_not_announced(scene):
    scene.send(scene.ben)
    scene.switch("expired", "early")
    proposal = scene.send(scene.cleo)
    assert proposal.refund_policy.cells
    type(scene.job).objects.update(expires_at=clock.now() + timedelta(hours=2), reminded_at=clock.now())
    voyage = walk(3 * DAY)
    assert "ran out" in words(voyage.happened, "jobs")
    # Cleo's comes back: the job that ran out on the way has announced it.
    assert "1 proposal refunded" in words(voyage.happened, "refunds")
    assert voyage.unannounced == {"refunds"}
    assert voyage.missed == []
    assert_books_balance()


def test_it_costs_as_many_queries_for_fifty_as_for_five(db):
    now = clock.now()

    def cost(ask) -> int:
        with CaptureQueriesContext(connection) as asked:
            ask()
        return len(asked)

    def both() -> tuple[int, int]:
        ahead = cost(lambda: outlook.coming(sweeps.outlooks(), now, now + 40 * DAY))
        return ahead, cost(lambda: outlook.happened(sweeps.outlooks(), now - DAY, now + DAY))

    open_wallets(5, at=now)
    few = both()
    open_wallets(45, at=now, first=5)
    assert both() == few
    assert max(few) < 70
    [line] = outlook.coming(sweeps.outlooks(), now, now + 40 * DAY)
    assert (line.kind, line.count, line.words) == (
        "months",
        50,
        "A new month begins for 50 wallets: 500 Connects",
    )
    assert Wallet.objects.count() == 50
