"""History as a file: the same lines, whole, and nothing in it that a spreadsheet would run."""

import csv
import io

import pytest
from django.urls import reverse

from common.sheet import plain
from connects import causes, services
from connects.causes import Cause
from tests.queries import cost


@pytest.fixture
def sheet(client, ben):
    client.force_login(ben)

    def read(**query: str) -> list[dict[str, str]]:
        response = client.get(reverse("connects_history_csv"), query)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="connects.csv"'
        return list(csv.DictReader(io.StringIO(b"".join(response).decode())))

    return read


def test_it_holds_every_line_with_cause_link_and_balance(sheet, grant, spend, refund, settings):
    settings.SITE_URL = "https://guild.example"
    grant(40, ago=3)
    spend(6, 17, ago=2)
    refund(17)
    rows = sheet()
    assert [(row["Status"], row["Connects"], row["Balance after"]) for row in rows] == [
        ("Refunded", "6", "40"),
        ("Spent", "-6", "34"),
        ("Granted", "40", "40"),
    ]
    assert rows[1]["When (UTC)"] == "2026-02-28 09:00:00"
    assert rows[1]["What"] == "Proposal: Job 17"
    assert rows[1]["Link"] == "https://guild.example/proposals/17/"
    assert rows[0]["Why"] == "The client cancelled the job."
    assert rows[0]["Reference"] == "refund:proposal:17"


def test_it_is_filtered_as_the_page_is(sheet, grant, spend, announce):
    grant(40, ago=3)
    spend(6, 1, ago=2)
    spend(4, 2, ago=0)
    announce(2, 4)
    assert [row["Status"] for row in sheet()] == ["Refund pending", "Spent", "Spent", "Granted"]
    assert [row["Connects"] for row in sheet(status="spend")] == ["-4", "-6"]
    assert [row["Connects"] for row in sheet(status="spend", until="2026-03-01")] == ["-6"]
    assert [row["Status"] for row in sheet(status="refund_pending")] == ["Refund pending"]


def test_it_is_whole_however_long_and_asks_for_causes_in_batches(sheet, grant, spend, asked):
    grant(1000)
    for n in range(620):
        spend(1, n)
    assert len(sheet()) == 621
    assert [len(batch) for batch in asked] == [500, 120]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%", " =", "  +"])
def test_words_that_a_spreadsheet_would_run_are_disarmed(start):
    assert plain(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_plain_words_stay_as_they_are():
    for words in ("Proposal: =1+1 explained", "", "Ärger", "40 Connects"):
        assert plain(words) == words


def test_a_job_title_cannot_become_a_formula(sheet, grant, wallet, monkeypatch):
    monkeypatch.setitem(causes._resolvers, "proposal", lambda ids: {1: Cause('=cmd|"/c calc"!A1', "/proposals/1/")})
    grant(40)
    services.spend(wallet.pk, 4, reference="proposal:1", cause="proposal:1", reason="@SUM(A1)")
    row = sheet()[0]
    assert row["What"] == '\'=cmd|"/c calc"!A1'
    assert row["Why"] == "'@SUM(A1)"
    assert row["Connects"] == "-4"  # a number stays a number


def test_five_hundred_lines_cost_no_more_queries_than_five(client, ben, grant, spend):
    client.force_login(ben)
    grant(1000)
    for n in range(4):
        spend(1, n)
    few = cost(client, reverse("connects_history_csv"))
    for n in range(95):
        spend(1, 100 + n)
    assert cost(client, reverse("connects_history_csv")) == few
