"""`manage.py simulate --months 12 --freelancers 2000`: what the rules do to a market, before they are turned on."""

import json
import sys
import time
import tomllib
from argparse import SUPPRESS, ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.laboratory import policies, report, scratch
from marketplace.laboratory.market import BooksOff, Market, Size


class Command(BaseCommand):
    help = "Play a market under the site's present rules, and under changed ones beside them. The site is only read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=3)
        parser.add_argument("--freelancers", type=int, default=200)
        parser.add_argument("--jobs", type=int, default=200, help="How many jobs in all (default 200).")
        parser.add_argument("--seed", type=int, default=1, help="The same seed plays the same market.")
        parser.add_argument("--compare", help="A TOML file of changed figures, played beside the present rules.")
        parser.add_argument("--out", help="A folder for report.md, plots and figures.json.")
        parser.add_argument("--inside", help=SUPPRESS)

    def handle(self, *args: Any, inside: str | None = None, **options: Any) -> None:
        if inside:
            self._play_inside(Path(inside))
            return
        size = _size(options)
        changes = _changes(options["compare"]) if options["compare"] else None
        began, now = time.monotonic(), policies.as_they_stand()
        sets = {"As now": now}
        if changes is not None:
            sets["Changed"] = policies.merged(now, changes)
        results = self._play(size, sets)
        for line in report.table(results):
            self.stdout.write(line)
        said = (
            f"{size.months} months, {size.freelancers:,} freelancers, {size.jobs:,} jobs, seed {size.seed}. "
            "The books balance."
        )
        self.stdout.write(f"{said} ({time.monotonic() - began:.0f} seconds)")
        if options["out"]:
            report.write(Path(options["out"]), results, said=said)

    def _play(self, size: Size, sets: dict[str, policies.Figures]) -> dict[str, dict[str, Any]]:
        try:
            # At once: each plays in a process and a database of its own.
            with scratch.folder() as folder, ThreadPoolExecutor(len(sets)) as pool:
                places = map(str, range(len(sets)))
                played = pool.map(partial(scratch.play, folder, size=size), places, sets.values())
                return dict(zip(sets, played, strict=True))
        except scratch.PlayFailed as failed:
            raise CommandError(str(failed)) from failed

    def _play_inside(self, here: Path) -> None:
        """In a process whose database is the scratch file."""
        if not scratch.is_ours(here):
            raise CommandError("This is not the laboratory's empty scratch database; nothing was played.")
        asked = json.loads((here / "asked.json").read_text())
        try:
            figures = Market(Size(**asked["size"]), tell=self._tell).play(asked["changes"])
        except (BooksOff, policies.BadChanges) as failed:
            raise CommandError(str(failed)) from failed
        (here / "figures.json").write_text(json.dumps(figures))

    def _tell(self, day: datetime) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\rPlaying {day:%d %B %Y} ...   ", ending="")


def _size(options: dict[str, Any]) -> Size:
    size = Size(**{name: options[name] for name in ("months", "freelancers", "jobs", "seed")})
    if not (1 <= size.months <= 36 and 10 <= size.freelancers <= 5000 and 1 <= size.jobs <= 20_000):
        raise CommandError("From 1 to 36 months, 10 to 5,000 freelancers and 1 to 20,000 jobs, please.")
    return size


def _changes(path: str) -> policies.Figures:
    try:
        tables = tomllib.loads(Path(path).read_text())
    except (OSError, UnicodeDecodeError) as gone:
        raise CommandError(f"{path} cannot be read: {gone}") from gone
    except tomllib.TOMLDecodeError as wrong:
        raise CommandError(f"{path} is not TOML: {wrong}") from wrong
    try:
        return policies.changes_of(tables)
    except policies.BadChanges as bad:
        raise CommandError(str(bad)) from bad
