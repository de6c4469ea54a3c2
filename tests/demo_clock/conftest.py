"""Something of every kind that comes by the clock, each due within a day; Ben and Cleo have Connects and profiles."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts.trust import standing
from common import clock, preferences
from common.models import Mail
from connects import services as connects
from connects.models import Source, Wallet
from jobs import services as jobs
from jobs.models import Job, JobPolicy, SavedSearch
from proposals import services
from proposals.models import BoostAuction, Contract, Offer, ReadMark
from proposals.talk import writing
from talent import services as talent
from talent.models import Attempt, Availability, Certification
from tests.hires import hire, terms
from tests.proposals.conftest import ben, cleo, fund, send, switch  # noqa: F401 - fixtures
from tests.talent.conftest import photos  # noqa: F401 - a fixture

HOURS = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def demo(settings, db):
    settings.DEMO, settings.STRIPE_SECRET_KEY = True, ""


@pytest.fixture
def scene(ada, ben, cleo, olga, job, post, send, switch, person):  # noqa: F811
    talent.open_profile(ben)
    return SimpleNamespace(**locals())


def month(scene) -> None:
    Wallet.objects.filter(person=scene.ben).update(next_period_at=clock.now() + 5 * HOURS)


def lot(scene) -> None:
    expires = clock.now() + 5 * HOURS
    connects.grant(scene.ben.wallet.pk, 9, source=Source.JOINING, expires_at=expires, reference="test:lot")


def warning(scene) -> None:
    expires = clock.now() + 30 * DAY + 5 * HOURS
    connects.grant(scene.ben.wallet.pk, 9, source=Source.JOINING, expires_at=expires, reference="test:warning")


def job_ends(scene) -> None:
    Job.objects.filter(pk=scene.job.pk).update(expires_at=clock.now() + 5 * HOURS, reminded_at=clock.now())


def reminder(scene) -> None:
    ahead = timedelta(days=JobPolicy.objects.get().remind_days_before)
    Job.objects.filter(pk=scene.job.pk).update(expires_at=clock.now() + ahead + 5 * HOURS)


def search(scene) -> None:
    SavedSearch.objects.create(
        person=scene.ben,
        name="Logos",
        query="?q=logo",
        created_at=clock.now() - DAY,
        seen_until=clock.now() - DAY,
        look_at=clock.now() + HOURS,
    )


def test_runs_out(scene) -> None:
    tested = Certification.objects.create(slug="knots", name="Knots", summary="Knots.")
    now = clock.now()
    Attempt.objects.create(
        person=scene.ben,
        certification=tested,
        asked=[],
        pass_mark=80,
        started_at=now,
        deadline_at=now + HOURS,
        retry_at=now + 30 * DAY,
    )


test_runs_out.__test__ = False


def night(scene) -> None:
    """Ben's profile is enough: there is somebody to look at."""


def badge(scene) -> None:
    now = clock.now()
    Availability.objects.create(
        profile=scene.ben.freelancer_profile,
        on_since=now - 6 * DAY,
        maximum=8,
        price=7,
        paid_until=now + 5 * HOURS,
    )


def short_badge(scene) -> None:
    badge(scene)
    connects.spend(scene.ben.wallet.pk, 36, reference="test:spent")


def auction(scene) -> None:
    BoostAuction.objects.create(job=scene.job, places=3, cap=50, closes_at=clock.now() + 5 * HOURS)


def refund(scene) -> None:
    scene.send(scene.ben)
    with clock.at(clock.now() - 20 * HOURS):
        jobs.cancel(scene.job, by=scene.ada)


def unopened(scene) -> None:
    scene.switch("never_viewed", "early", after_days=14)
    proposal = scene.send(scene.ben)
    type(proposal).objects.filter(pk=proposal.pk).update(sent_at=clock.now() - 14 * DAY + 5 * HOURS)


def offer(scene) -> None:
    proposal = scene.send(scene.ben)
    services.offer(proposal, terms(proposal), by=scene.ada)
    Offer.objects.update(lapses_at=clock.now() + 5 * HOURS)


def reviews(scene) -> None:
    contract = hire(scene.send(scene.ben), by=scene.ada)
    services.finish(contract, by=scene.ada)
    Contract.objects.update(reviews_due_at=clock.now() + 5 * HOURS)


def message(scene) -> None:
    writing.send(scene.send(scene.ben), by=scene.ada, text="When could you begin?", files=[])
    ReadMark.objects.filter(tell_at__isnull=False).update(tell_at=clock.now() + 5 * HOURS)


def suspension(scene) -> None:
    standing.suspend(scene.cleo, by=scene.olga, days=1, reason="Two warnings.")


def digest(scene) -> None:
    preferences.set_pace(scene.ben, pace="daily", hour=8)
    now = clock.now()
    Mail.objects.create(
        to=scene.ben.email, subject="News", text="News", queued_at=now, person=scene.ben, collect_at=now + 5 * HOURS
    )


# Kind, how it comes about, what is said before and after.
KINDS: list[tuple[str, Callable[..., None], str, str]] = [
    ("months", month, "A new month begins for Ben: 10 Connects", "Ben got the month's 10 Connects"),
    ("lots", lot, "9 Connects of Ben expire", "9 Connects of Ben expired"),
    ("warnings", warning, "1 warning that Connects expire soon", "Ben was told: 9 Connects"),
    ("jobs", job_ends, "“Draw a logo for a bakery” runs out", "“Draw a logo for a bakery” ran out"),
    ("reminders", reminder, "Ada is told that “Draw", "Ada was told that “Draw"),
    ("searches", search, "1 saved search is looked through", "people were told of new jobs for 1"),
    ("tests", test_runs_out, "The time of Ben for the test Knots is over", "Ben passed the test Knots"),
    ("nights", night, "who has earned the badge Rising Talent", "0 got the badge, 0 lost it"),
    ("badge_weeks", badge, "Ben pays 7 Connects for another week", "Ben paid 7 Connects for another week"),
    ("badge_offs", short_badge, "of Ben goes off, unless", "of Ben went off: the balance was short"),
    ("auctions", auction, "for “Draw a logo for a bakery” closes, after 0 bids", "closed (Its days were over)"),
    ("refunds", refund, "Refunds come due: “Draw a logo", "1 proposal refunded, 4 Connects"),
    ("unopened", unopened, "was left unopened: its refund is announced", "that was left unopened was announced"),
    ("offers", offer, "The offer to Ben lapses: “The work", "The offer to Ben lapsed: “The work"),
    ("reviews", reviews, "The days for reviews of “Draw", "0 reviews are shown now"),
    ("messages", message, "Ben is told of an unread message", "Ben was told of an unread message"),
    ("suspensions", suspension, "The suspension of Cleo ends", "The suspension of Cleo has ended"),
    ("digests", digest, "1 digest goes out, with news that has waited: 1", "1 digest went out"),
]
