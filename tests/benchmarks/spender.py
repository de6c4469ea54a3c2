"""One process of the spending benchmark: `python -m tests.benchmarks.spender HOW URL FIRST LAST SECONDS`.

Spends 6 Connects from a random wallet again and again, through `connects.services.spend` or as raw SQL;
or sends whole proposals.
"""

import random
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import psycopg

from tests.benchmarks.texts import statements


def ours(url: str) -> Callable[[int, str], None]:
    import django

    django.setup()
    from connects.services import spend

    return lambda wallet, number: spend(wallet, 6, reference=f"proposal:{number}", cause=f"proposal:{number}") and None


def submit(url: str) -> Callable[[int, str], None]:
    import django

    django.setup()
    from connects.models import Wallet
    from jobs.models import Job
    from proposals import services
    from proposals.errors import AlreadySent

    people = {wallet.pk: wallet.person for wallet in Wallet.objects.select_related("person").order_by("id")[:2000]}
    jobs = list(Job.objects.order_by("-id")[:200])

    def send(wallet: int, number: str) -> None:
        author, letter = people[wallet], "I draw logos, and I have drawn bakeries."
        with suppress(AlreadySent):
            services.submit(random.choice(jobs), author=author, letter=letter, bid_minor=50_000, answers={})

    return send


def raw(url: str) -> Callable[[int, str], None]:
    if url.startswith("sqlite"):
        cursor = _sqlite(url.removeprefix("sqlite:///")).cursor()
        begin, look, *rest = statements("spend", "sqlite")
    else:
        cursor = psycopg.connect(url, autocommit=True, prepare_threshold=0).cursor()
        begin, look, *rest = statements("spend", "postgresql")

    def spend(wallet: int, number: str) -> None:
        cursor.execute(begin)
        params = {"wallet": wallet, "reference": f"proposal:{number}"}
        cursor.execute(look, params)
        params["balance"] = cursor.fetchone()[0]
        for sql in rest[:-1]:
            cursor.execute(sql, params)
        cursor.execute(rest[-1])

    return spend


def _sqlite(file: str) -> sqlite3.Connection:
    """As the site opens it, or the comparison would be with another durability."""
    from django.conf import settings

    database = sqlite3.connect(file, isolation_level=None, timeout=20)
    database.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
    return database


def main(how: str, url: str, first: int, last: int, seconds: float) -> None:
    spend = {"ours": ours, "raw": raw, "submit": submit}[how](url)
    mark = uuid4().hex[:8]
    for n in range(20):
        spend(random.randint(first, last), f"{mark}-warm-{n}")
    print("ready", flush=True)
    sys.stdin.readline()
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        spend(random.randint(first, last), f"{mark}-{done}")
        done += 1
    print(done)


if __name__ == "__main__":
    how, url, *numbers = sys.argv[1:]
    first, last, seconds = numbers
    main(how, url, int(first), int(last), float(seconds))
