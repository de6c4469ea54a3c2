"""A database of the laboratory's own: a fresh SQLite file, opened by processes of its own.

The process that the operator started never plays: it sends children whose environment names the scratch file.
"""

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from accounts.models import User
from marketplace.laboratory.market import Size
from marketplace.laboratory.policies import Figures

_FILE = "market.sqlite3"


class PlayFailed(Exception):
    """The scratch process could not finish; its own words are on the terminal."""


@contextmanager
def folder() -> Iterator[Path]:
    """A scratch folder with a migrated, empty database to copy from."""
    with tempfile.TemporaryDirectory(prefix="guildhall-laboratory-") as name:
        fresh = Path(name) / "fresh"
        fresh.mkdir()
        _manage(fresh, "migrate", "--verbosity=0")
        yield Path(name)


def play(scratch: Path, name: str, changes: Figures, *, size: Size) -> dict[str, Any]:
    """Play one market in a copy of the fresh database. Raises PlayFailed."""
    here = scratch / name
    shutil.copytree(scratch / "fresh", here)
    (here / "asked.json").write_text(json.dumps({"size": asdict(size), "changes": changes}))
    _manage(here, "simulate", f"--inside={here}")
    figures: dict[str, Any] = json.loads((here / "figures.json").read_text())
    return figures


def is_ours(here: Path) -> bool:
    """Whether this process's database is the empty scratch file in that folder, and nothing else."""
    database = settings.DATABASES["default"]
    return (
        database["ENGINE"] == "django.db.backends.sqlite3"
        and Path(database["NAME"]).resolve() == (here / _FILE).resolve()
        and (here / "asked.json").is_file()
        and not User.objects.exists()
    )


def hasten() -> None:
    """Nothing waits for the disk, and memory is seldom looked through: file and process go when the play ends."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=MEMORY")
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-128000")
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def _manage(here: Path, *command: str) -> None:
    manage = Path(settings.BASE_DIR) / "manage.py"
    env = os.environ | {
        # The site's own settings stay outside; what is not named here is as in a demo that nobody can reach.
        "DOTENV": "off",
        "DATABASE_URL": f"sqlite:///{here / _FILE}",
        "DEMO": "on",
        "VAR_DIR": str(here),
        "EMAIL_URL": "dummymail://",
        # Neither the site's payments nor its queue: nobody listens at either.
        "STRIPE_SECRET_KEY": "",
        "STRIPE_API_BASE": "http://127.0.0.1:9",
        **dict.fromkeys(("REDIS_URL", "CACHE_URL"), f"unix://{here / 'nobody.sock'}"),
        "CELERY_BROKER_URL": f"redis+socket://{here / 'nobody.sock'}",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    done = subprocess.run([sys.executable, str(manage), *command], env=env, check=False)
    if done.returncode:
        raise PlayFailed(f"{command[0]} failed in the scratch database.")
