"""Brings the database and the static files up to date before the processes start; quick when nothing has changed."""

import hashlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main() -> int:
    django.setup()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        _migrate()
        call_command("check", databases=["default"], verbosity=0)
        _collect_static()
        _seed()
    except CommandError as refused:
        print(refused)
        return 1
    return 0


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Bringing the database up to date ...", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def _collect_static() -> None:
    if settings.DEBUG:
        return
    stamp = Path(settings.STATIC_ROOT) / ".collected-from"
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("Collecting the static files ...", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _fingerprint() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            facts = Path(storage.path(name)).stat()
            found.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _seed() -> None:
    """Fill an empty demo; whoever has signed up already keeps the world they know."""
    if not settings.DEMO or "seed_demo" not in get_commands():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_user LIMIT 1")
        if cursor.fetchone():
            return
    print("Filling the demo world, once; this takes a minute or two ...", flush=True)
    call_command("seed_demo")


if __name__ == "__main__":
    sys.exit(main())
