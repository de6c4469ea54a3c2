"""History: every movement with cause, link, status and balance; filters, pages, and refunds that are on their way."""

import re

import pytest
from django.urls import reverse

from common import clock
from connects import services
from connects.models import Source, Transaction
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.queries import cost

HERE = "/settings/connects/history/"


def titles(text: str) -> list[str]:
    """What the lines say happened, from the top."""
    return [
        re.sub(r"<[^>]+>", "", cell).strip()
        for cell in re.findall(r'history__what">(.*?)(?:<span class="table__detail|</th>)', text, re.DOTALL)
    ]


@pytest.fixture
def story(grant, spend, refund):
    """Granted in January, spent twice in February, refunded today."""
    grant(40, ago=60)
    grant(20, ago=50, source=Source.PURCHASE, paid_minor=300, paid_currency="USD", kind="purchase")
    spend(6, 1, ago=30)
    spend(8, 2, ago=20)
    refund(1)


def test_every_movement_is_there_newest_first_with_its_cause_and_balance(page, story):
    text = page(HERE)
    assert titles(text) == [
        "Proposal: Job 1",
        "Proposal: Job 2",
        "Proposal: Job 1",
        "Connects bought",
        "Joining",
    ]
    assert text.count('href="/proposals/1/"') == 2
    assert "The client cancelled the job." in text
    balances = re.findall(r'history__balance">(\d*)<', text)
    assert balances == ["52", "46", "54", "60", "40"]
    assert_books_balance()


@pytest.mark.parametrize(
    ("status", "count"),
    [("spend", 2), ("refund", 1), ("grant", 1), ("purchase", 1), ("expire", 0), ("revoke", 0), ("adjust", 0), ("", 5)],
)
def test_one_status_can_be_picked(page, story, status, count):
    assert len(titles(page(HERE, status=status))) == count


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2026-02-01", "", 3),
        ("", "2026-01-31", 2),
        ("2026-01-31", "2026-01-31", 1),
        ("2026-02-10", "2026-02-10", 1),
        ("2026-03-02", "2026-03-02", 2),
        ("2026-03-03", "", 0),
    ],
)
def test_a_period_of_whole_days_can_be_picked(page, grant, spend, refund, since, until, count):
    grant(40, ago=60)  # 1 January
    spend(6, 1, ago=30)  # 31 January
    spend(8, 2, ago=20)  # 10 February
    spend(2, 3)  # today, 2 March, as the refund
    refund(1)
    assert len(titles(page(HERE, since=since, until=until))) == count


def test_days_are_those_of_the_readers_zone(page, grant, ben):
    grant(40)
    evening = MONDAY.replace(hour=20)
    with clock.at(evening):
        services.spend(services.wallet_of(ben).pk, 4, reference="proposal:1", cause="proposal:1")
    for zone, day in (("Pacific/Kiritimati", "2026-03-03"), ("America/Los_Angeles", "2026-03-02")):
        ben.time_zone = zone
        ben.save()
        assert "Proposal: Job 1" in titles(page(HERE, since=day, until=day))
    assert titles(page(HERE, since="2026-03-03")) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"status": "nonsense"}, "Choose one of the statuses."),
        ({"since": "yesterday"}, "Write the day as 2026-03-31."),
        ({"until": "2026-02-31"}, "Write the day as 2026-03-31."),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "This day is before the first one."),
        ({"since": "0001-01-01"}, "Choose a day after 1999."),
        ({"until": "9999-12-31"}, "Choose a day before 3000."),
    ],
)
def test_a_filter_that_makes_no_sense_says_so_beside_its_field(page, client, story, query, said):
    text = page(HERE, **query)
    assert said in text
    assert titles(text) == []
    assert client.get(reverse("connects_history_csv"), query).status_code == 400


def test_a_refund_on_its_way_is_a_line_on_top_that_leads_to_its_spend(page, client, story, announce):
    announce(2, 8)
    text = page(HERE)
    assert titles(text)[0] == "Proposal: Job 2"
    assert "Refund pending" in text
    assert "Cancelled before anyone was hired." in text
    spent = Transaction.objects.get(reference="proposal:2")
    assert reverse("connects_transaction", args=[spent.pk]) in text
    assert titles(page(HERE, status="refund_pending")) == ["Proposal: Job 2"]
    assert len(titles(page(HERE, status="spend"))) == 2
    assert len(titles(page(HERE, until="2026-03-01"))) == 4  # announced today


def test_nothing_found_and_nothing_yet_say_different_things(page, grant):
    assert "Nothing has moved yet" in page(HERE)
    grant(40)
    assert "Nothing fits these filters" in page(HERE, status="revoke")


def test_long_histories_are_paged_and_keep_their_filter(page, client, grant, spend):
    grant(200)
    for n in range(70):
        spend(1, n)
    first = page(HERE, status="spend")
    assert len(titles(first)) == 50
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert "status=spend" in older
    second = page(HERE + older)
    assert titles(first) + titles(second) == [f"Proposal: Job {n}" for n in reversed(range(70))]


def test_what_is_pending_is_on_the_newest_page_only(page, grant, spend, announce):
    grant(200)
    for n in range(70):
        spend(1, n)
    announce(3, 1)
    first = page(HERE)
    assert "Refund pending" in first.split("<tbody>")[1]
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert "status--wait" not in page(HERE + older)


def test_causes_of_a_page_are_asked_for_together(page, grant, spend, asked):
    grant(200)
    for n in range(10):
        spend(1, n)
    page(HERE)
    assert asked == [set(range(10))]


def test_others_movements_are_not_shown(client, cleo, story):
    client.force_login(cleo)
    assert titles(client.get(HERE).content.decode()) == []


def test_htmx_and_plain_browsers_get_the_same_page(client, ben, story):
    client.force_login(ben)
    plain = client.get(HERE, {"status": "spend"}).content.decode()
    boosted = client.get(HERE, {"status": "spend"}, headers={"HX-Request": "true"}).content.decode()
    assert titles(plain) == titles(boosted)
    assert 'id="movements"' in boosted


def test_fifty_movements_cost_no_more_queries_than_five(client, ben, grant, spend, announce):
    client.force_login(ben)
    grant(200)
    announce(1, 1)
    for n in range(5):
        spend(1, n)
    few = cost(client, HERE)
    for n in range(45):
        spend(1, 100 + n)
    assert cost(client, HERE) == few


def test_what_lapsed_says_what_it_was(page, grant, wallet):
    grant(10, days=-1, ago=30, source=Source.PERK)
    grant(40)
    services.spend(wallet.pk, 1, reference="proposal:9", cause="proposal:9")
    text = page(HERE, status="expire")
    assert titles(text) == ["Monthly perk: not used in time"]
    assert_books_balance()
