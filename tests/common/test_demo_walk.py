"""The demo clock's walk through the site's own work: what a month brings to a freelancer's wallet, in its order."""

from datetime import timedelta

from common import clock, notices
from common.time_travel import next_stop, travel
from connects import services
from connects.models import Lot, Source, Transaction
from tests.books import assert_books_balance

DAY = timedelta(days=1)


def test_a_lots_last_month_is_walked_through_step_by_step(ben, settings):
    settings.DEMO, settings.STRIPE_SECRET_KEY = True, ""
    wallet, start = services.wallet_of(ben), clock.now()
    travel(start)
    services.grant(wallet.pk, 7, source=Source.JOINING, expires_at=start + 35 * DAY, reference="test:1")
    journey = travel(start + 36 * DAY)
    assert journey.failed == {}
    told = notices.of(ben).filter(text__startswith="7 Connects (Joining)").order_by("id")
    assert [notice.created_at - start for notice in told] == [5 * DAY, 28 * DAY, 34 * DAY]
    # The month's perk came on the way, and the lot lapsed at its own instant.
    assert Lot.objects.filter(source=Source.PERK).count() == 1
    lapsed = Transaction.objects.get(kind="expire")
    assert (lapsed.amount, lapsed.effective_at) == (-7, start + 35 * DAY)
    assert next_stop().at > clock.now()
    assert_books_balance()


def test_a_year_passes_without_anything_getting_stuck(ben, cleo, settings):
    settings.DEMO, settings.STRIPE_SECRET_KEY = True, ""
    journey = travel(clock.now() + 366 * DAY)
    assert journey.arrived
    assert journey.failed == {}
    assert journey.done["connects.periods"] == 24
    assert_books_balance()
