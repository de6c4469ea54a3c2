"""Redis is killed under a running site: pages answer, a proposal is paid, and what was queued happens afterwards."""

import os
import subprocess
import sys

import pytest

from tests.faults.real_site import PASSWORD, ROOT, RealSite, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.redis]
LETTER = "I have drawn eleven bakery signs and would like to draw this one."
# Seconds. Generous for a loaded machine, far below what waiting for a dead server costs.
PATIENCE = 5


@pytest.fixture
def site(tmp_path):
    running = RealSite(tmp_path)
    try:
        running.manage("migrate", "--no-input")
        yield running
    finally:
        running.close()


@pytest.fixture
def job(site) -> int:
    cast = subprocess.run(
        [sys.executable, "-m", "tests.faults.cast"],
        cwd=ROOT,
        env={**site.environment, "DJANGO_SETTINGS_MODULE": "marketplace.settings"},
        capture_output=True,
        text=True,
    )
    assert cast.returncode == 0, cast.stderr
    return int(cast.stdout)


def test_pages_answer_and_proposals_are_paid_while_redis_is_gone_and_its_work_is_done_once_it_is_back(site, job):
    site.start("redis", "worker", "beat", "web")
    site.until(lambda: site.health().get("worker"), seconds=120)
    ben = Visitor(site)
    ben.log_in("ben@example.com", PASSWORD)

    site.kill("redis")
    ben.longest = 0.0
    assert site.health()["queue"] is False
    for page in ("/", "/jobs/", f"/jobs/{job}/", "/settings/connects/", "/proposals/"):
        assert ben.get(page).status_code == 200
    sent = ben.post(f"/jobs/{job}/apply/", letter=LETTER, bid="450")
    assert sent.url.startswith(f"{site.url}/proposals/"), sent.text
    stranger = Visitor(site)
    stranger.post("/accounts/password/reset/", email="ada@example.com")
    assert max(ben.longest, stranger.longest) < PATIENCE

    assert site.count("proposals.Proposal") == 1
    assert site.count("common.Mail", sent_at=None) >= 1
    assert "36" in ben.get("/settings/connects/").text

    site.start("redis")
    site.until(lambda: site.count("common.Mail", sent_at=None) == 0, seconds=120)
    assert os.listdir(site.folder / "mail")
    site.until(lambda: all(site.health().values()), seconds=120)
    site.manage("check_ledger")
