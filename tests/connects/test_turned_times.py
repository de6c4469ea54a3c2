"""A plan's month comes for a time whose payment had turned: whoever sold it hears of it, in the same transaction."""

from datetime import timedelta

import pytest

from common import clock
from connects import periods, services
from connects.models import Transaction
from connects.signals import turned_month_granted
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def heard():
    """What was told: the references of the lots, each of which was there by then."""
    found: list[str] = []

    def note(wallet_id: int, opened_by: str, **_) -> None:
        assert Transaction.objects.get(reference=opened_by).wallet_id == wallet_id
        found.append(opened_by)

    turned_month_granted.connect(note)
    yield found
    turned_month_granted.disconnect(note)


@pytest.fixture
def year(ben):
    """Ben's year of Plus, whose payment has turned for the days from the 40th to the 100th."""
    services.begin_plan(ben.wallet.pk, "plus", at=MONDAY, paid_until=MONDAY + 365 * DAY)
    for _ in range(2):
        services.note_turned_time(
            ben.wallet.pk, cause="invoice:1", starts_at=MONDAY + 40 * DAY, ends_at=MONDAY + 100 * DAY
        )
    return ben.wallet


def months(count: int) -> None:
    with clock.at(MONDAY + 31 * count * DAY):
        periods.begin(clock.now())


@pytest.fixture(autouse=True)
def _on_monday():
    with clock.at(MONDAY):
        yield


def test_months_of_that_time_are_told_once_and_no_others(year, cleo, heard):
    services.begin_plan(cleo.wallet.pk, "plus", at=MONDAY, paid_until=MONDAY + 365 * DAY)
    for count in (1, 2, 2, 3, 4, 5):
        months(count)
    mine = list(year.transactions.filter(reference__startswith="allowance").order_by("id"))
    assert len(mine) == 6
    assert heard == [mine[2].reference, mine[3].reference]


def test_months_that_are_caught_up_are_told_too(year, heard):
    months(5)
    assert len(heard) == 2


def test_an_upgrade_in_that_time_is_told(year, heard):
    with clock.at(MONDAY + 50 * DAY):
        periods.begin(clock.now())
        services.change_plan(year.pk, "agency", reference="membership:1")
        services.change_plan(year.pk, "agency", reference="membership:1")
    assert [each.partition(":")[0] for each in heard] == ["upgrade"]


def test_whoever_cannot_say_what_becomes_of_it_stops_the_month(year):
    """A month that nobody has judged must not be spendable: it comes with the next sweep."""

    def fails(**_) -> None:
        raise RuntimeError("Not now.")

    turned_month_granted.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            months(3)
    finally:
        turned_month_granted.disconnect(fails)
    months(3)
    assert year.transactions.filter(reference__startswith="allowance").count() == 4
