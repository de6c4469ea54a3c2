"""Brings the database and the static files up to date before the processes start; quick when nothing has changed."""

import hashlib
import sys
from io import StringIO
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from house import messages


def main() -> int:
    django.setup()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        forget_half_a_world()
        messages.build()
        _migrate()
        call_command("check", databases=["default"], verbosity=0)
        _collect_static()
        _seed()
        _write_down_log_ins()
    except CommandError as refused:
        print(refused)
        return 1
    return 0


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    # What others' packages have put together since is theirs to know.
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR}
    done = {each for each in executor.loader.applied_migrations if each[0] in ours}
    if strange := sorted(done - set(executor.loader.disk_migrations)):
        raise CommandError(
            f"The database was made by another version: it holds {strange[0][0]}.{strange[0][1]}, which this one does "
            "not know. Start that version; or, where nothing in it is worth keeping, forget it with: make reset"
        )
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


def forget_half_a_world() -> None:
    """A demo whose filling was interrupted is not worth keeping; nobody has been on the site yet."""
    if not _filling().exists():
        return
    database = settings.DATABASES["default"]
    if not settings.DEMO or connection.vendor != "sqlite":
        raise CommandError(f"Filling the demo was interrupted. Empty the database {database['NAME']}, then: make run")
    print("The last start was interrupted while it filled the demo world; starting afresh.", flush=True)
    for ending in ("", "-wal", "-shm"):
        Path(f"{database['NAME']}{ending}").unlink(missing_ok=True)
    _filling().unlink()


def _seed() -> None:
    """Fill an empty demo; whoever has signed up already keeps the world they know."""
    if not settings.DEMO or get_user_model().objects.exists():
        return
    print("Filling the demo world, once; this takes a minute or two ...", flush=True)
    _filling().touch()
    call_command("seed_demo")
    _filling().unlink()


def _write_down_log_ins() -> None:
    """For the launcher, which shows them once the site answers and knows nothing of people."""
    shown = StringIO()
    if settings.DEMO:
        call_command("demo_log_ins", stdout=shown)
    (settings.VAR_DIR / "log-ins.txt").write_text(shown.getvalue())


def _filling() -> Path:
    return Path(settings.VAR_DIR) / "demo-is-being-filled"


if __name__ == "__main__":
    sys.exit(main())
