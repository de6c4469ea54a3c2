"""On PostgreSQL a lower id may appear after a higher one; the news waits for it instead of passing it over."""

import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from common import bookmarks, clock
from common.models import Notice
from connects import grant_news, services
from connects.models import Source
from tests.conftest import MONDAY

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def grant(wallet_id: int, name: str) -> None:
    services.grant(
        wallet_id, 10, source=Source.PERK, expires_at=clock.now() + timedelta(days=9), reference=f"test:{name}"
    )


@pytest.fixture
def slow(ben):
    """A grant to Ben that is booked and not committed until it is told to be."""
    wallet, booked, go = services.wallet_of(ben).pk, threading.Event(), threading.Event()

    def book() -> None:
        with transaction.atomic():
            grant(wallet, "slow")
            booked.set()
            go.wait(60)
        connections.close_all()

    thread = threading.Thread(target=book)
    thread.start()
    assert booked.wait(60)

    def commit() -> None:
        go.set()
        thread.join(60)

    yield commit
    commit()


def told() -> list[str]:
    return list(Notice.objects.filter(kind="granted").order_by("id").values_list("person__name", flat=True))


def test_a_lower_id_that_commits_late_is_told(slow, cleo):
    grant(services.wallet_of(cleo).pk, "quick")
    assert grant_news.tell(MONDAY) == 0
    assert grant_news.next_due() is None
    slow()
    assert grant_news.tell(MONDAY) == 2
    assert sorted(told()) == ["Ben", "Cleo"]


def test_without_waiting_it_would_be_passed_over(slow, cleo, monkeypatch):
    """The control: what is highest now is taken for settled."""
    monkeypatch.setattr(bookmarks, "_writers", lambda rows: [])
    grant(services.wallet_of(cleo).pk, "quick")
    assert grant_news.tell(MONDAY) == 1
    slow()
    assert grant_news.tell(MONDAY) == 0
    assert told() == ["Cleo"]
