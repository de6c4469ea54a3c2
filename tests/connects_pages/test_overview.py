"""Settings > Connects: what there is, when it expires, what comes back, and where to get more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common import clock
from connects import overview, services
from connects.models import Lot, Plan, Source, Wallet
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.queries import cost

HERE = "/settings/connects/"


def test_it_shows_the_balance_and_each_lot_with_its_source_and_date(page, grant):
    grant(40, days=300)
    grant(20, days=200, source=Source.PURCHASE, paid_minor=300, paid_currency="USD")
    text = page(HERE)
    assert "60</span>" in text
    assert text.index(">Purchase<") < text.index(">Joining<")  # soonest to expire first, as spending goes
    assert "18 Sep 2026" in text
    assert "27 Dec 2026" in text
    assert 'href="/settings/connects/buy/"' in text
    assert_books_balance()


def test_lots_that_have_expired_but_are_not_swept_count_for_nothing(page, grant, wallet):
    grant(40, days=300)
    grant(10, days=5, source=Source.PERK)
    with clock.at(MONDAY + timedelta(days=6)):
        text = page(HERE)
    assert Lot.objects.get(source=Source.PERK).remaining == 10  # not swept
    assert "Monthly perk" not in text.split("Latest movements")[0]
    assert 'data-balance="40"' in text


def test_what_expires_within_a_month_is_pointed_out(page, grant):
    grant(40, days=300)
    assert "expire soon" not in page(HERE)
    grant(10, days=29, source=Source.PERK)
    text = page(HERE)
    assert "expire soon" in text
    assert "10 on <time" in text


def test_the_next_monthly_connects_are_announced_while_the_operator_gives_them(page, wallet):
    Wallet.objects.filter(pk=wallet.pk).update(next_period_at=MONDAY + timedelta(days=12))
    assert "Next monthly Connects, <time" in page(HERE)
    Plan.objects.update(enabled=False)
    assert "Next monthly Connects, <time" not in page(HERE)


def test_refunds_on_their_way_are_shown_with_their_reason(page, grant, spend, announce):
    grant(40)
    spend(6, 17)
    announce(17, 6)
    text = page(HERE)
    assert "Coming back" in text
    assert "Cancelled before anyone was hired." in text
    assert 'href="/proposals/17/"' in text
    assert "in 1 day" in text or "tomorrow" in text


def test_an_empty_wallet_says_what_to_do(page):
    text = page(HERE)
    assert "You have no Connects to spend" in text
    assert "Nothing has moved yet" in text


def test_whoever_only_hires_is_told_what_connects_are_for(client, ada):
    client.force_login(ada)
    for name in ("connects_overview", "connects_history", "connects_history_csv"):
        response = client.get(reverse(name))
        assert response.status_code == 200
        assert "hiring costs no Connects" in response.content.decode()
    # A lot has a number of somebody's own.
    assert client.get(reverse("connects_lot", args=[1])).status_code == 404
    # And the way to switch the role on is real.
    response = client.post(reverse("take_role"), {"hat": "freelancer"})
    assert response.status_code == 302
    assert "To spend now" in client.get(HERE).content.decode()


def test_strangers_log_in_first(client):
    assert client.get(HERE).url.startswith(reverse("account_login"))


def test_the_picture_has_a_column_a_month_in_the_readers_zone(grant, wallet):
    grant(10, days=29)  # 31 March, 9:00 UTC
    grant(30, days=40)
    grant(20, days=5000)
    with timezone.override("Pacific/Kiritimati"):  # already 1 April there, at 23:00
        late = Lot.objects.filter(granted=10)
        late.update(expires_at=datetime(2026, 3, 31, 12, 0, tzinfo=UTC))
        columns = overview.months(list(Lot.objects.all()), at=MONDAY)
    assert [(month.first, month.connects) for month in columns if month.connects] == [
        (date(2026, 4, 1), 40),
        (date(2027, 3, 1), 20),  # the last column holds all that is later
    ]
    assert len(columns) == 13
    assert max(month.height for month in columns) == 104


def test_fifty_lots_and_movements_cost_no_more_queries_than_five(client, ben, grant, spend):
    client.force_login(ben)
    for n in range(5):
        grant(10, days=100 + n)
        spend(1, n)
    few = cost(client, HERE)
    for n in range(45):
        grant(10, days=200 + n)
        spend(1, 100 + n)
    assert cost(client, HERE) == few


def test_the_header_asks_for_the_balance_once(client, ben, grant, django_assert_max_num_queries):
    grant(40)
    client.force_login(ben)
    response = client.get(reverse("notifications"))
    assert response.context["wallet_balance"]() == 40
    with django_assert_max_num_queries(0):
        assert response.context["wallet_balance"]() == 40


@pytest.mark.parametrize("who", ["ada", "charlie"])
def test_without_a_wallet_the_header_shows_no_purse(client, who, request):
    client.force_login(request.getfixturevalue(who))
    assert "data-balance" not in client.get(reverse("notifications")).content.decode()


def test_a_spent_lot_leaves_the_overview(page, grant, spend, ben):
    grant(6)
    spend(6, 1)
    assert services.balance_of(ben) == 0
    assert "You have no Connects to spend" in page(HERE)
    assert_books_balance()
