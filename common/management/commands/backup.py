"""`manage.py backup FOLDER`: the database as it stands at one instant, then the files, while the site goes on."""

import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]

from common import clock


class Command(BaseCommand):
    help = "Write the database and the uploaded files into a folder. Safe while the site runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            name = f"guildhall-{clock.real_now():%Y%m%d-%H%M%S}"
            # Files first are written and then named by a row: what a row of the copy names is there by now.
            database = _sqlite(folder / name) if connection.vendor == "sqlite" else _postgres(folder / name)
            files = _files(folder / f"{name}-files.tar.gz")
        except (OSError, sqlite3.Error) as failed:
            raise CommandError(f"The backup was not made: {failed}") from failed
        for each in (database, files):
            self.stdout.write(f"{each} ({each.stat().st_size:,} bytes)")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file of that name only once it is complete, and only for its owner: it holds everybody's data."""
    part = path.with_name(path.name + ".part")
    part.touch(mode=0o600)
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _sqlite(stem: Path) -> Path:
    path = stem.with_name(stem.name + ".sqlite3")
    with _whole(path) as part:
        source, copy = sqlite3.connect(connection.settings_dict["NAME"]), sqlite3.connect(part)
        try:
            # In one step: page by page, writers would make it start again and again.
            source.backup(copy)
            # The check asks the constraints, and some of them call Django's functions.
            register_functions(copy)
            [(said,)] = copy.execute("PRAGMA quick_check").fetchall()
        finally:
            source.close()
            copy.close()
        if said != "ok":
            raise CommandError(f"The copy of the database is damaged: {said}")
    return path


def _postgres(stem: Path) -> Path:
    if not (program := shutil.which("pg_dump")):
        raise CommandError("pg_dump is not installed here: use the database server's own, as docs/operating.md says.")
    path, where = stem.with_name(stem.name + ".dump"), connection.get_connection_params()
    told = {
        "PGHOST": where.get("host"),
        "PGPORT": where.get("port"),
        "PGUSER": where.get("user"),
        "PGPASSWORD": where.get("password"),
    }
    environment = {**os.environ, **{name: str(value) for name, value in told.items() if value}}
    with _whole(path) as part:
        command = [program, "--format", "custom", "--no-owner", "--file", str(part), "--dbname", where["dbname"]]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True)
        if ran.returncode:
            raise CommandError(f"pg_dump failed: {ran.stderr.strip()}")
    return path


def _files(path: Path) -> Path:
    with _whole(path) as part, tarfile.open(part, "w:gz") as archive:
        if settings.MEDIA_ROOT.is_dir():
            archive.add(settings.MEDIA_ROOT, arcname="media")
    return path
