"""No process starts on a database that lost a guard: tried with real processes on a real file."""

import os
import sqlite3
import subprocess
import sys

import pytest

WEB = "import marketplace.wsgi"
WORKER = (
    "from celery.__main__ import main; import sys; sys.argv = ['celery', '-A', 'marketplace', 'worker', '-c1']; main()"
)
BEAT = "from celery.__main__ import main; import sys; sys.argv = ['celery', '-A', 'marketplace', 'beat']; main()"
# As a migration that changes the table does, and what follows every migration.
REMAKE = """
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db import connection
with connection.schema_editor() as editor:
    editor._remake_table(apps.get_model("connects", "Lot"))
with connection.cursor() as cursor:
    cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'connects_lot'")
    print("triggers left:", cursor.fetchone()[0])
call_command("migrate", verbosity=0, skip_checks=True)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A migrated site of its own: `site(code)` runs a process of it."""
    folder = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}", "VAR_DIR": str(folder)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    assert run("manage.py", "migrate", "-v0").returncode == 0
    run.file = folder / "site.sqlite3"
    return run


@pytest.mark.slow
@pytest.mark.sqlite
def test_nothing_starts_without_a_guard_and_migrate_puts_it_back(site):
    assert site("-c", WEB).returncode == 0
    with sqlite3.connect(site.file) as database:
        database.execute("DROP TRIGGER connects_entry_refuses_update")
    for process in (WEB, WORKER, BEAT):
        ended = site("-c", process)
        assert ended.returncode != 0
        assert "connects_entry_refuses_update is not in force" in ended.stdout + ended.stderr
    assert site("manage.py", "migrate", "-v0").returncode != 0
    assert site("manage.py", "migrate", "-v0", "--skip-checks").returncode == 0
    assert site("-c", WEB).returncode == 0


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_remade_table_gets_its_guards_back(site):
    """SQLite remakes a table to change it, and drops its triggers without a word."""
    remade = site("-c", REMAKE)
    assert remade.returncode == 0, remade.stderr
    assert "triggers left: 0" in remade.stdout
    assert site("-c", WEB).returncode == 0
