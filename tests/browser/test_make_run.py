"""One command from nothing to a running, filled site; and back to nothing."""

import re
import sqlite3
import time
from collections.abc import Callable

import pytest
import requests

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_it_prints_the_address_and_the_log_ins_and_every_part_is_well(running_site):
    said = running_site.said()
    assert f"Guildhall is running: {running_site.url}/" in said
    assert "Operator" in said
    assert "password" in said
    deadline = time.monotonic() + 120
    while (health := requests.get(f"{running_site.url}/healthz/", timeout=10).text).splitlines()[0] != "ok":
        assert time.monotonic() < deadline, health
        time.sleep(1)


def test_the_demo_world_is_a_world_and_its_books_balance(running_site):
    database = sqlite3.connect(running_site.folder / "var" / "guildhall.sqlite3")

    def count(question: str) -> int:
        return int(database.execute(f"SELECT COUNT(*) FROM {question}").fetchone()[0])

    assert count("accounts_user WHERE freelancer_since IS NOT NULL") >= 60
    assert count("accounts_user WHERE client_since IS NOT NULL") >= 25
    assert count("accounts_agency") >= 4
    assert count("jobs_job") >= 300
    assert count("proposals_proposal") >= 1_500
    assert count("accounts_category") + count("accounts_skill") >= 40
    assert_ways_to_earn_can_be_seen(count)
    assert all(count(f"support_ticket WHERE state = '{state}'") for state in ("open", "answered", "refunded"))
    first, last = database.execute("SELECT MIN(effective_at), MAX(effective_at) FROM connects_transaction").fetchone()
    assert _months(first, last) >= 5
    running_site.manage("check_ledger")


def assert_ways_to_earn_can_be_seen(count: Callable[[str], int]) -> None:
    """Nothing has to be staged: tests to take, a campaign with results, accounts to judge, invitations, limits."""
    questions = "(SELECT COUNT(*) FROM talent_question WHERE in_use AND certification_id = c.id)"
    assert count(f"talent_certification c WHERE c.enabled AND c.draws <= {questions}") >= 3
    assert count("talent_attempt WHERE passed") >= 3
    assert count("billing_campaign WHERE state = 'sent' AND reached > 0") >= 1
    assert count("connects_lot WHERE source = 'campaign' AND remaining < granted") >= 1
    assert count("connects_suspicion WHERE verdict = 'open'") >= 1
    assert count("connects_heldgrant WHERE state = 'held'") >= 1
    assert count("connects_referral WHERE state = 'rewarded'") >= 1
    assert count("connects_referral") >= 3
    assert count("(SELECT 1 FROM accounts_agencymember WHERE monthly_limit > 0 GROUP BY agency_id)") >= 2
    assert count("accounts_agencyinvitation WHERE accepted_at IS NULL AND cancelled_at IS NULL") >= 1


def test_the_log_in_page_offers_each_demo_person_with_one_click(running_site):
    doors = re.findall(r'action="(/demo/log-in/\d+/)"', requests.get(f"{running_site.url}/accounts/login/").text)
    assert len(doors) >= 10
    for door in doors:
        visitor = requests.Session()
        page = visitor.get(f"{running_site.url}/accounts/login/", timeout=30).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        home = visitor.post(f"{running_site.url}{door}", data={"csrfmiddlewaretoken": token[1]}, timeout=30)
        # Whoever is suspended is told so, and is not in.
        assert home.status_code == 200, door
        assert "Log out" in home.text, door


def test_stopping_leaves_nobody_behind_and_the_second_start_is_quick(running_site):
    assert running_site.stop() == 0
    assert running_site.left_behind() == []
    assert running_site.start() < 45
    assert "Filling the demo world" not in running_site.said()


def test_killed_outright_it_leaves_nobody_behind_either(running_site):
    running_site.process.kill()
    running_site.process.wait()
    deadline = time.monotonic() + 30
    while left := running_site.left_behind():
        assert time.monotonic() < deadline, left
        time.sleep(0.2)
    running_site.process = None
    running_site.start()


def _months(first: str, last: str) -> int:
    (year, month), (other_year, other_month) = (map(int, instant.split("-")[:2]) for instant in (first, last))
    return (other_year - year) * 12 + other_month - month
