"""The page Economy: a little story of Connects, reckoned by hand, and the figures that the page makes of it."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Sum

from common import clock
from connects import economy, services
from connects.expiry import expire
from connects.models import Lot, Source
from marketplace.figures import economy as page
from marketplace.figures.periods import span
from tests import queries
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.crowd import open_wallets

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/figures/economy/"
NOW = MONDAY + timedelta(days=15)


@pytest.fixture
def desk(client, olga):
    client.force_login(olga)
    return client


@pytest.fixture
def story(ben, cleo, olga):
    """In the week of 2 March Ben is granted 40 for joining and buys 20 for $3.00, Cleo gets 10 that live a week. Ben
    spends 12, and 4 of another spend come back. In the week of the 9th Cleo's 10 lapse, Ben bids 6 and gets 6 back,
    and bids 5 more; Olga adds 3 and takes 2."""
    mine, hers = ben.wallet.pk, cleo.wallet.pk
    with clock.at(MONDAY):
        year, week = MONDAY + timedelta(days=365), MONDAY + timedelta(days=7)
        services.grant(mine, 40, source=Source.JOINING, expires_at=year, reference="joining:ben")
        services.credit_purchase(
            mine, 20, reference="purchase:1", cause="purchase:1", paid_minor=300, paid_currency="USD", actor=ben
        )
        services.grant(hers, 10, source=Source.PERK, expires_at=week, reference="perk:cleo")
        for number, connects in ((1, 8), (2, 4), (3, 4)):
            services.spend(mine, connects, reference=f"proposal:{number}", cause="", reason="", actor=ben)
        services.refund("proposal:3", reference="refund:3", cause="", reason="Cancelled")
    with clock.at(MONDAY + timedelta(days=8)):
        expire(clock.now())
        for number, connects in ((1, 6), (2, 5)):
            services.place_hold(mine, connects, reference=f"boost:{number}", cause="", reason="", actor=ben)
        services.return_hold("boost:1", reason="Outbid")
        services.adjust(mine, 3, reason="Sorry", actor=olga, reference="adjust:up")
        services.adjust(mine, -2, reason="A slip", actor=olga, reference="adjust:down")
    with clock.at(NOW):
        yield


def shown(table):
    return {row[0].shown: [cell.raw for cell in row[1:]] for row in [*table.rows, table.total] if row}


def test_each_week_says_what_came_and_went(story):
    table = page.tables(span("week", at=NOW))[0]
    assert [column.title for column in table.columns][1:] == [
        "Granted", "Bought", "Spent", "Held", "Returned", "Refunded", "Expired", "Taken back", "Disputed",
        "Adjusted up", "Adjusted down", "Net",
    ]  # fmt: skip
    found = shown(table)
    assert found["2026-03-02"] == [50, 20, -16, 0, 0, 4, 0, 0, 0, 0, 0, 58]
    assert found["2026-03-09"] == [0, 0, 0, -11, 6, 0, -10, 0, 0, 3, -2, -14]
    assert found["2026-03-16"] == [0] * 12
    assert found["Together"] == [50, 20, -16, -11, 6, 4, -10, 0, 0, 3, -2, 44]
    assert_books_balance()


def test_months_are_longer_weeks(story):
    found = shown(page.tables(span("month", at=NOW))[0])
    assert next(iter(found)) == "2025-04"
    assert found["2026-03"] == found["Together"] == [50, 20, -16, -11, 6, 4, -10, 0, 0, 3, -2, 44]


def test_sources_are_told_apart(story):
    found = shown(page.tables(span("week", at=NOW))[1])
    assert found == {
        "Joining": [40, 0, -16, -11, 6, 4, 0, 0, 0, 0, -2, 21],
        "Monthly perk": [10, 0, 0, 0, 0, 0, -10, 0, 0, 0, 0, 0],
        "Purchase": [0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20],
        "Adjustment by an operator": [0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 3],
    }


def test_outstanding_is_what_the_lots_hold_bought_and_free_apart(story):
    _, _, ages, ends, _ = page.tables(span("week", at=NOW))
    assert shown(ages)["30 days old or younger"] == [20, 0, 24, 44, 3]
    assert shown(ends)["In 181 to 365 days"] == [20, 0, 24, 44, 3]
    assert shown(ages)["Together"] == shown(ends)["Together"] == [20, 0, 24, 44, 3]


def test_what_moved_ever_is_what_is_outstanding_now(story):
    moved = economy.flows("month", begin=MONDAY - timedelta(days=900), until=NOW)
    left = sum(part.connects for part in economy.outstanding(NOW))
    assert sum(flow.connects for flow in moved) == left == Lot.objects.aggregate(sum=Sum("remaining"))["sum"]


def test_a_lot_past_its_end_is_told_apart_until_it_is_booked_out(story):
    late = MONDAY + timedelta(days=366)
    ends = {part.ends for part in economy.outstanding(late)}
    assert economy.ENDED in ends


def test_each_table_is_a_file(desk, story):
    answer = desk.get(ADDRESS, {"csv": "movements", "by": "week"})
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"] == 'attachment; filename="movements-2026-03-17.csv"'
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode())))
    assert rows[0][:3] == ["Week", "Granted", "Bought"]
    assert rows[11 - 1][:4] == ["2026-03-02", "50", "20", "-16"]
    assert rows[-1][0] == "Together"
    lines = b"".join(desk.get(ADDRESS, {"csv": "movements-by-source"}).streaming_content).decode()
    assert "2026-03-02,Joining,Granted,40\r\n" in lines
    assert "2026-03-09,Adjustment by an operator,Adjusted up,3\r\n" in lines
    assert desk.get(ADDRESS, {"csv": "nothing"}).status_code == 404


def test_every_column_says_what_it_means(desk, story):
    html = desk.get(ADDRESS).content.decode()
    assert "A bid that wins stays here, not under spent." in html
    assert html.count('role="img"') == 4
    assert all(column.says for table in page.tables(span("week", at=NOW)) if table.shown for column in table.columns)


def test_an_empty_site_says_so(desk):
    assert "Nothing in this time." in desk.get(ADDRESS, {"by": "anything"}).content.decode()


def test_the_page_costs_the_same_with_more_in_it(desk):
    with clock.at(MONDAY):
        wallets = open_wallets(50, at=MONDAY)
        fill(wallets[:5])
        few = queries.cost(desk, ADDRESS)
        fill(wallets[5:])
        assert queries.cost(desk, ADDRESS) == few


def fill(wallets):
    for wallet in wallets:
        until = MONDAY + timedelta(days=wallet % 300 + 1)
        services.grant(wallet, 10, source=Source.CAMPAIGN, expires_at=until, reference=f"test:{wallet}")


@pytest.mark.parametrize(("staff", "allowed", "status"), [(True, True, 200), (True, False, 403), (False, True, 302)])
def test_only_operators_who_may_read_the_ledger_see_it(client, person, staff, allowed, status):
    sam = person("Sam", is_staff=staff)
    if allowed:
        sam.user_permissions.add(Permission.objects.get(codename="view_transaction"))
    client.force_login(sam)
    answer = client.get(ADDRESS)
    assert answer.status_code == status
    if staff:
        assert (ADDRESS in client.get("/admin/").content.decode()) is allowed


def test_a_visitor_is_asked_to_log_in(client):
    assert client.get(ADDRESS).status_code == 302
