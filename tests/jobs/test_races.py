"""What happens to a job at the same instant, on PostgreSQL. Each control fails without its lock."""

from functools import partial

import pytest
from django.db import IntegrityError

from jobs import activity, closing, posting, record
from jobs import services as jobs
from jobs.errors import AlreadyFeaturing, JobEnded
from jobs.models import Job, JobClosure, Jobs, Listing
from tests.races import ORDERS, ROUNDS, held_open, runners, unlocked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(monkeypatch):
    """Whoever has read a job holds the reading for a moment: the lock, not luck, must keep others out."""
    slowly = held_open(activity.lock_published)
    for module in (activity, closing):
        monkeypatch.setattr(module, "lock_published", slowly)
    monkeypatch.setattr(posting, "_lock", held_open(posting._lock))


@pytest.fixture
def no_lock(monkeypatch, window):
    monkeypatch.setattr(Jobs, "select_for_update", unlocked)


# --- filled and cancelled at once ---


def one_ending(threads, job, ada) -> bool:
    jobs.count_hire(job)
    results = threads.together(partial(jobs.cancel, job, by=ada), partial(jobs.fill, job, by=ada))
    closed = [result for result in results if isinstance(result, JobClosure)]
    refused = [result for result in results if isinstance(result, JobEnded)]
    return (len(closed), len(refused), job.closures.count()) == (1, 1, 1)


def test_filled_and_cancelled_at_once_ends_one_way(post, ada, window):
    with runners(2) as threads:
        assert all(one_ending(threads, post(), ada) for _ in range(ROUNDS))
    ada.client_profile.refresh_from_db()
    assert ada.client_profile.jobs_filled + ada.client_profile.jobs_cancelled == ROUNDS
    assert not Listing.objects.exists()


def test_control_without_the_lock_the_second_ending_is_no_clean_refusal(post, ada, no_lock):
    with runners(2) as threads:
        assert not all(one_ending(threads, post(), ada) for _ in range(ORDERS))


# --- published twice at once ---


def published_once(threads, draft, ada) -> bool:
    before = posted(ada)
    results = threads.together(*[partial(jobs.publish, Job.objects.get(pk=draft.pk), by=ada) for _ in range(2)])
    refused = [result for result in results if isinstance(result, JobEnded)]
    return (len(refused), posted(ada) - before) == (1, 1)


def posted(ada) -> int:
    ada.client_profile.refresh_from_db()
    return ada.client_profile.jobs_posted


def write(ada, design, **fields) -> Job:
    return jobs.draft(ada, title="Twice", description="Pressed twice.", category=design, fixed_minor=50_000, **fields)


def test_published_twice_at_once_it_opens_once(ada, design, window):
    with runners(2) as threads:
        assert all(published_once(threads, write(ada, design), ada) for _ in range(ROUNDS))


def test_control_without_the_lock_it_counts_twice(ada, design, no_lock):
    with runners(2) as threads:
        assert not all(published_once(threads, write(ada, design), ada) for _ in range(ORDERS))


# --- two featured jobs published at once ---


def one_featured(threads, ada, design) -> list[type]:
    drafts = [write(ada, design, featured=True) for _ in range(2)]
    results = threads.together(*[partial(jobs.publish, draft, by=ada) for draft in drafts])
    for job in Job.objects.live().filter(client=ada):
        jobs.cancel(job, by=ada)
    return sorted((type(result) for result in results), key=lambda kind: kind.__name__)


@pytest.fixture
def trusted(ada):
    ada.client_profile.domain_verified = True
    ada.client_profile.save()
    return ada


def test_of_two_featured_jobs_published_at_once_one_is_refused_in_words(trusted, design):
    with runners(2) as threads:
        for _ in range(ROUNDS):
            assert one_featured(threads, trusted, design) == [AlreadyFeaturing, Job]


def test_control_without_the_clients_row_only_the_constraint_refuses(trusted, design, monkeypatch):
    monkeypatch.setattr(record, "posted", lambda client_id: None)
    # Their own row, held against a ban, would keep the two apart as well.
    monkeypatch.setattr(posting.standing, "check_may_act", lambda person: None)
    monkeypatch.setattr(posting, "_check_featuring", held_open(posting._check_featuring))
    with runners(2) as threads:
        assert any(IntegrityError in one_featured(threads, trusted, design) for _ in range(ORDERS))
