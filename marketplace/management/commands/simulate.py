"""`manage.py simulate --months 12 --freelancers 2000`: what the rules do to a market, before they are turned on."""

import json
import os
import resource
import sys
import time
import tomllib
from argparse import SUPPRESS, ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.laboratory import policies, report, scratch, seeds
from marketplace.laboratory.market import BooksOff, Market, Size


class Command(BaseCommand):
    help = "Play a market under the site's present rules, and under changed ones beside them. The site is only read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=3)
        parser.add_argument("--freelancers", type=int, default=200)
        parser.add_argument("--jobs", type=int, default=200, help="How many jobs in all (default 200).")
        parser.add_argument("--seed", type=int, default=1, help="The same seed plays the same market.")
        parser.add_argument(
            "--seeds",
            type=int,
            default=1,
            help="Play so many seeds, from --seed on, and say of every figure how it differs from seed to seed.",
        )
        parser.add_argument("--compare", help="A TOML file of changed figures, played beside the present rules.")
        parser.add_argument("--out", help="A folder for report.md, plots and figures.json.")
        parser.add_argument("--inside", help=SUPPRESS)

    def handle(self, *args: Any, inside: str | None = None, **options: Any) -> None:
        if inside:
            self._play_inside(Path(inside))
            return
        size, several = _size(options), _seeds(options["seeds"])
        changes = _changes(options["compare"]) if options["compare"] else None
        began, now = time.monotonic(), policies.as_they_stand()
        sets = {"As now": now}
        if changes is not None:
            sets["Changed"] = policies.merged(now, changes)
        played = self._play([replace(size, seed=size.seed + number) for number in range(several)], sets)
        found = seeds.rows(played) if several > 1 else report.rows(played[size.seed])
        for line in report.table(found):
            self.stdout.write(line)
        said = _said(size, several)
        took = f"{time.monotonic() - began:.0f} seconds, {_worked():.0f} of a processor's"
        self.stdout.write(f"{said} ({took})")
        if options["out"]:
            one = played[size.seed]
            drawn, numbers = (seeds.means(played), played) if several > 1 else (one, one)
            report.write(Path(options["out"]), found, drawn=drawn, numbers=numbers, said=said)

    def _play(self, sizes: list[Size], sets: dict[str, policies.Figures]) -> seeds.BySeed:
        """Every set of rules on every seed, as many as fit at once: each in a process and a database of its own."""
        asked = [(size, label) for size in sizes for label in sets]
        try:
            with scratch.folder() as folder, ThreadPoolExecutor(max(len(sets), os.cpu_count() or 1)) as pool:
                plays = [
                    pool.submit(scratch.play, folder, str(place), sets[label], size=size)
                    for place, (size, label) in enumerate(asked)
                ]
                done = dict(zip(asked, (play.result() for play in plays), strict=True))
        except scratch.PlayFailed as failed:
            raise CommandError(str(failed)) from failed
        return {size.seed: {label: done[size, label] for label in sets} for size in sizes}

    def _play_inside(self, here: Path) -> None:
        """In a process whose database is the scratch file."""
        if not scratch.is_ours(here):
            raise CommandError("This is not the laboratory's empty scratch database; nothing was played.")
        scratch.hasten()
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


def _seeds(asked: int) -> int:
    if not 1 <= asked <= seeds.MOST:
        raise CommandError(f"From 1 to {seeds.MOST} seeds, please.")
    return asked


def _said(size: Size, several: int) -> str:
    which = f"seeds {size.seed} to {size.seed + several - 1}" if several > 1 else f"seed {size.seed}"
    played = f"{size.months} months, {size.freelancers:,} freelancers, {size.jobs:,} jobs, {which}."
    return f"{played} {'All books balance' if several > 1 else 'The books balance'}."


def _worked() -> float:
    """Seconds that the plays kept processors busy: what a run costs, however busy the machine is beside it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
