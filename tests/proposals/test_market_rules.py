"""Market rules is written from the operators' rows, so that it cannot be wrong."""

import re

import pytest
from django.urls import reverse

from common import policies
from jobs.models import CostPolicy
from proposals import matrix, policy, rules
from proposals.models import RefundTiming

pytestmark = pytest.mark.django_db


def words_of(client, query=""):
    return client.get(reverse("market_rules") + query).content.decode()


def sentence(words, anchor):
    return re.search(rf'<li id="{anchor}">(.*?)</li>', words).group(1)


def test_every_cell_has_its_sentence_and_its_anchor(client):
    words = words_of(client)
    for outcome, columns in rules.MATRIX.items():
        for column in columns:
            anchor = rules.Verdict(False, outcome, column).anchor
            assert words.count(f'id="{anchor}"') == 1
            assert f'href="#{anchor}"' in words


def test_it_says_of_each_cell_what_the_row_says(client):
    words = words_of(client)
    for row in matrix.rows(policy.current()):
        for cell in row.cells:
            if cell.verdict:
                came_back = sentence(words, cell.verdict.anchor).endswith("the Connects come back.")
                assert came_back is policy.current().cells[cell.verdict.key]


def test_a_switched_cell_reads_otherwise_at_once(client, switch):
    assert sentence(words_of(client), "cancelled-late").endswith("nothing comes back.")
    switch("cancelled", "late")
    assert sentence(words_of(client), "cancelled-late").endswith("the Connects come back.")


def test_the_days_of_the_dated_rule_are_the_rows_own(client, switch):
    switch("never_viewed", "early", after_days=21)
    words = words_of(client)
    assert words.count("The client leaves the proposal unopened for 21 days") == 2
    assert sentence(words, "never-viewed-early").endswith("the Connects come back.")


def test_the_version_a_proposal_was_sent_under_can_still_be_read(client, switch):
    before = policy.current()
    switch("cancelled", "early", on=False)
    old = words_of(client, f"?version={before.pk}")
    assert sentence(old, "cancelled-early").endswith("the Connects come back.")
    assert "These are not today&#x27;s rules" in old or "These are not today's rules" in old
    assert sentence(words_of(client), "cancelled-early").endswith("nothing comes back.")


@pytest.mark.parametrize("version", ["0", "999", "x", "-1", "9" * 30, "1;drop", "٣"])
def test_a_version_that_never_was_is_not_found(client, version):
    assert client.get(reverse("market_rules"), {"version": version}).status_code == 404


def test_hours_and_prices_are_those_of_their_rows(client, olga):
    policies.change(RefundTiming.objects.get(), actor=olga, reason="Test", due_hours=5, alarm_hours=9)
    policies.change(CostPolicy.objects.get(), actor=olga, reason="Test", basic=3, lowest=3, high_fixed_minor=77_700)
    words = words_of(client)
    assert "done 5 hours later, at the latest after 9" in words
    assert "$777.00" in words


def test_it_tells_what_joining_brings(client):
    words = words_of(client)
    assert "Joining" in words
    assert "365 days" in words


def test_anybody_may_read_it(client, ben):
    assert client.get(reverse("market_rules")).status_code == 200
    client.force_login(ben)
    assert client.get(reverse("market_rules")).status_code == 200
    assert client.post(reverse("market_rules")).status_code == 405
