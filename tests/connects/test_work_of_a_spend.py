"""What a spend costs does not grow with other people's wallets: counted in SQLite's own steps, not timed."""

from datetime import timedelta

import pytest
from django.db import connection

from common import clock
from connects import services
from connects.models import Lot
from tests.crowd import open_wallets

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def steps_of(work):
    """How many hundreds of steps SQLite's machine takes for it."""
    counted = []
    connection.connection.set_progress_handler(lambda: counted.append(1), 100)
    try:
        work()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(counted)


@pytest.fixture
def spend(give, wallet):
    give(1000)

    def spend_and_refund(number):
        services.spend(wallet.pk, 4, reference=f"proposal:{number}", cause=f"proposal:{number}")
        services.refund(f"proposal:{number}", reference=f"refund:proposal:{number}")

    spend_and_refund(0)
    return spend_and_refund


@pytest.fixture
def three_thousand_others(spend):
    for pk in open_wallets(3000, at=clock.now() - timedelta(days=1)):
        services.grant(
            pk,
            10,
            source=services.Source.JOINING,
            expires_at=clock.now() + timedelta(days=30),
            reference=f"joining:{pk}",
        )


def test_a_spend_and_its_refund_are_the_same_work_beside_three_thousand_others(spend, request):
    alone = steps_of(lambda: spend(1))
    request.getfixturevalue("three_thousand_others")
    connection.cursor().execute("ANALYZE")
    assert steps_of(lambda: spend(2)) < 1.5 * alone + 5


def test_control_a_table_read_whole_is_seen(spend, three_thousand_others):
    assert steps_of(lambda: list(Lot.objects.filter(granted__lt=0))) > 50
