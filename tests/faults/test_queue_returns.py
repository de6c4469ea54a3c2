"""The queue dies under a running site: pages answer, nothing is lost, and once it is back the work is done once.

Real processes, a real Valkey, killed without warning.
"""

import re
import time

import pytest

from tests.faults.site import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    try:
        yield made
    finally:
        made.stop()


def delivered(site: Site) -> list[str]:
    """To whom the mails went that left through the mail backend, one entry a message."""
    letters = "".join(file.read_text() for file in sorted((site.folder / "mail").glob("*")))
    return sorted(re.findall(r"^To: (\S+)$", letters, re.MULTILINE))


def sent(site: Site, email: str) -> bool:
    return bool(site.query(f"SELECT 1 FROM common_mail WHERE sent_at IS NOT NULL AND \"to\" = '{email}'"))


def test_work_queued_while_the_queue_is_dead_happens_once_when_it_returns(site):
    site.manage("migrate", "--verbosity", "0")
    site.change("UPDATE django_celery_beat_intervalschedule SET every = 2")

    # There is no queue at all.
    site.start_web()
    site.join("warm.up@example.com")
    status, seconds = site.join("ben@example.com")
    assert status == 302
    assert seconds < 2.5
    assert not sent(site, "ben@example.com")
    waiting = site.query("SELECT count(*) FROM common_mail WHERE sent_at IS NULL")

    # It comes up, and the sweep finds what nobody could be told of.
    site.start_valkey()
    site.start_celery()
    site.wait(lambda: sent(site, "ben@example.com"), "the mail of the time without a queue")
    site.wait(lambda: not site.query("SELECT 1 FROM common_mail WHERE sent_at IS NULL"), "all of the mail")
    assert waiting == [(len(delivered(site)),)]

    # It dies under everybody.
    site.kill("valkey")
    status, seconds = site.join("cleo@example.com")
    assert status == 302
    assert seconds < 2.5
    assert not sent(site, "cleo@example.com")

    # And comes back: worker and beat find it again by themselves.
    site.start_valkey()
    site.wait(lambda: sent(site, "cleo@example.com"), "the mail of the time when it was dead")
    assert site.alive("worker")
    assert site.alive("beat")
    assert delivered(site).count("ben@example.com") == 1
    assert delivered(site).count("cleo@example.com") == 1

    # With everything up a mail does not wait for its sweep.
    site.change("UPDATE django_celery_beat_intervalschedule SET every = 3600")
    site.change("UPDATE django_celery_beat_periodictasks SET last_update = datetime('now')")
    time.sleep(11)  # a process leaves a queue alone for ten seconds that has just failed it
    site.join("dora@example.com")
    site.wait(lambda: sent(site, "dora@example.com"), "the mail that is handed over at once", seconds=20)
    assert delivered(site).count("dora@example.com") == 1
