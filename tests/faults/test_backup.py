"""A backup under load, restored elsewhere: the books balance, and nothing that was acknowledged before is missing."""

import io
import os
import subprocess
import sys
import tarfile
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections

from common import clock
from connects import services as connects
from connects.services import Source
from tests.books import assert_books_balance
from tests.proposals.test_killed import address

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SPENDERS, ENOUGH = 3, 60


class Spender(threading.Thread):
    """Spends one Connect after the other, and knows which were acknowledged."""

    def __init__(self, wallet_id: int) -> None:
        super().__init__(daemon=True)
        self.wallet_id, self.acknowledged, self.over = wallet_id, [], threading.Event()

    def run(self) -> None:
        try:
            while not self.over.is_set():
                reference = f"proposal:{self.wallet_id}:{len(self.acknowledged)}"
                connects.spend(self.wallet_id, 1, reference=reference)
                self.acknowledged.append(reference)
        finally:
            connections.close_all()


@pytest.fixture
def spenders(person):
    people = [person(f"Freelancer{number}", freelancer=True) for number in range(SPENDERS)]
    for each in people:
        connects.grant(
            each.wallet.pk,
            100_000,
            source=Source.JOINING,
            expires_at=clock.now() + timedelta(days=365),
            reference=f"gift:{each.pk}",
        )
    crew = [Spender(each.wallet.pk) for each in people]
    for each in crew:
        each.start()
    yield crew
    for each in crew:
        each.over.set()
        each.join(30)


@pytest.fixture
def elsewhere():
    """A restored database's address is made here; on PostgreSQL it is dropped again."""
    made: list[str] = []

    def restore(copy: Path) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{copy}"
        name = f"guildhall_restored_{os.getpid()}"
        with closing(psycopg.connect(address(), autocommit=True)) as server:
            server.execute(f"CREATE DATABASE {name}")
        made.append(name)
        url = f"{address().rpartition('/')[0]}/{name}"
        subprocess.run(["pg_restore", "--no-owner", "--exit-on-error", "--dbname", url, str(copy)], check=True)
        return url

    yield restore
    for name in made:
        with closing(psycopg.connect(address(), autocommit=True)) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def asked(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "marketplace.settings"}
    environment |= {"DOTENV": "off", "DEMO": "on", "SECRET_KEY": "x", "STRIPE_WEBHOOK_SECRETS": "x"}
    return subprocess.run(
        [sys.executable, *words], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )


def references_in(url: str) -> set[str]:
    code = "import django; django.setup(); from connects.models import Transaction\n"
    code += "print('\\n'.join(Transaction.objects.values_list('reference', flat=True)))"
    return set(asked(url, "-c", code).stdout.split())


def test_a_backup_under_load_restored_elsewhere_lacks_nothing(spenders, elsewhere, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "attachments").mkdir(parents=True)
    (tmp_path / "media" / "attachments" / "plan.pdf").write_bytes(b"A plan")
    until = time.monotonic() + 60
    while min(len(each.acknowledged) for each in spenders) < ENOUGH:
        assert time.monotonic() < until, [len(each.acknowledged) for each in spenders]
        time.sleep(0.05)
    before = {reference for each in spenders for reference in list(each.acknowledged)}
    call_command("backup", tmp_path / "backups", stdout=io.StringIO())
    at_its_end = sum(len(each.acknowledged) for each in spenders)
    copy, files = sorted((tmp_path / "backups").iterdir(), key=lambda path: path.name.endswith(".tar.gz"))
    assert (copy.stat().st_mode & 0o777, files.stat().st_mode & 0o777) == (0o600, 0o600)
    url = elsewhere(copy)
    proof = asked(url, "manage.py", "check_ledger")
    assert (proof.returncode, proof.stdout.splitlines()[-1]) == (0, "The books balance."), proof.stderr
    assert before <= references_in(url)
    # It was made while people spent, not before or after.
    assert at_its_end > len(before)
    with tarfile.open(files) as archive:
        assert archive.extractfile("media/attachments/plan.pdf").read() == b"A plan"
    for each in spenders:
        each.over.set()
        each.join(30)
    assert_books_balance()


def test_a_backup_that_fails_says_why_and_leaves_no_half(db, tmp_path, settings, monkeypatch):
    (tmp_path / "taken").write_text("A file, not a folder")
    with pytest.raises(CommandError, match="The backup was not made"):
        call_command("backup", tmp_path / "taken")
    monkeypatch.setattr(tarfile, "open", lambda *_: (_ for _ in ()).throw(OSError("No space left on device")))
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", tmp_path / "backups")
    assert not [path for path in (tmp_path / "backups").iterdir() if path.name.endswith((".part", ".tar.gz"))]
