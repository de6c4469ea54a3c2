"""What needs a person now: every kind is on the first page, and its count leads to just those rows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from common.models import Mail, SweepRun
from jobs.models import Job, JobClosure
from marketplace.waiting import waiting
from proposals.models import Settlement

pytestmark = pytest.mark.django_db

KINDS = [
    "Reports and flags to judge",
    "Support tickets open",
    "Support tickets late",
    "Second accounts to judge",
    "Refunds announced",
    "Refunds past due",
    "Refunds late",
    "Jobs past their expiry, still open",
    "Sweeps that fail",
    "Mail not sent for 15 minutes",
    "Mail given up",
    "Stripe events not processed",
    "Stripe events in quarantine",
    "Purchases that do not match",
    "Memberships that do not match",
    "Refunds Stripe has not taken",
    "Refunds long under way",
    "Disputes to answer within two days",
]


@pytest.fixture
def desk(client, olga):
    client.force_login(olga)
    return client


@pytest.fixture
def trouble(post):
    """One of each thing that is stuck, beside one of each that is not."""
    now, real = clock.now(), clock.real_now()
    overdue, _ = post(title="Overdue"), post(title="In time")
    Job.objects.filter(pk=overdue.pk).update(expires_at=now - timedelta(hours=1))
    for name, hours in (("Due", -1), ("Late", -2), ("To come", 4)):
        due = now + timedelta(hours=hours)
        alarm = due if name == "Late" else now + timedelta(days=1)
        instants = {"announced_at": now, "due_at": due, "alarm_at": alarm, "try_at": due}
        job = post(title=name)
        closure = JobClosure.objects.create(job=job, end="cancelled", at=now)
        Settlement.objects.create(job=job, closure=closure, outcome="cancelled", **instants)
    for name, failures in (("one.fails", 3), ("one.goes", 0)):
        SweepRun.objects.create(name=name, started_at=real, failures=failures)
    for minutes, tried in ((20, True), (1, True), (60, False)):
        queued = real - timedelta(minutes=minutes)
        Mail.objects.create(to="ada@example.com", queued_at=queued, next_try_at=real if tried else None)


def test_every_kind_is_looked_at_when_nothing_waits(desk):
    assert [each.title for each in waiting()] == KINDS
    page = desk.get(reverse("admin:index")).content.decode()
    assert all(kind in page for kind in KINDS)


def test_each_count_leads_to_as_many_rows(desk, trouble):
    counts = {each.title: each.count for each in waiting() if each.count}
    # The jobs are all in the same words.
    assert counts.pop("Reports and flags to judge")
    assert counts == {
        "Refunds announced": 3,
        "Refunds past due": 2,
        "Refunds late": 1,
        "Jobs past their expiry, still open": 1,
        "Sweeps that fail": 1,
        "Mail not sent for 15 minutes": 1,
        "Mail given up": 1,
    }
    for each in waiting():
        shown = desk.get(each.url)
        assert shown.status_code == 200, each
        assert shown.context["cl"].result_count == each.count, each
