"""`make bench`: what the wallet and the lists do, beside what the database could do at most on the same machine.

    python -m tests.benchmarks [--wallets 200000] [--seconds 5] [--only spends,sweeps,settles,proof,jobs,talent,sqlite]
Needs DATABASE_URL to be PostgreSQL's. Writes var/bench.json; docs/performance.md says what the figures mean.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.benchmarks import campaigns, settling, site, spends, sweeping

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("spends", "submits", "campaigns", "sweeps", "settles", "proof", "jobs", "talent", "sqlite")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--wallets", type=int, default=200_000)
    parser.add_argument("--sqlite-wallets", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=5, help="of each round of spends")
    parser.add_argument("--only", default=",".join(PARTS), help="some of " + ",".join(PARTS))
    parser.add_argument("--on-sqlite", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.on_sqlite:
        print(json.dumps(_on_sqlite(arguments)))
        return
    figures: dict[str, Any] = {}
    with site.on_postgres(os.environ["DATABASE_URL"]) as url:
        for part in _on_postgres(url, arguments):
            figures.update(part)
            _show(part)
    if "sqlite" in arguments.only:
        command = [sys.executable, "-m", "tests.benchmarks", "--on-sqlite", f"--seconds={arguments.seconds}"]
        command.append(f"--sqlite-wallets={arguments.sqlite_wallets}")
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
        figures["sqlite"] = json.loads(said.stdout.splitlines()[-1])
        _show({f"sqlite {name}": value for name, value in figures["sqlite"].items()})
    file = ROOT / "var" / "bench.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(figures, indent=2) + "\n")
    print(f"Written to {file.relative_to(ROOT)}.")


def _on_postgres(url: str, arguments: argparse.Namespace) -> Iterator[dict[str, Any]]:
    print(f"Filling {arguments.wallets:,} wallets ...", flush=True)
    site.fill(arguments.wallets)
    site.settle()
    yield {"wallets": arguments.wallets, "cores": os.cpu_count()}
    if "spends" in arguments.only:
        found = spends.run(url, seconds=arguments.seconds)
        yield {
            "spend_per_s": found["per_s"],
            "spend_raw_per_s": found["raw_per_s"],
            "spend_vs_raw": found["vs_raw"],
            "spend_processes": spends.PROCESSES,
        }
    if "submits" in arguments.only and find_spec("tests.benchmarks.submits"):
        yield importlib.import_module("tests.benchmarks.submits").run(url, seconds=arguments.seconds)
    if "campaigns" in arguments.only:
        yield campaigns.run(arguments.wallets)
    if "sweeps" in arguments.only:
        yield _sweep_figures(sweeping.run(arguments.wallets))
    if "settles" in arguments.only:
        yield settling.run(url, seconds=arguments.seconds)
    if "proof" in arguments.only:
        yield _proof()
    if "jobs" in arguments.only and find_spec("tests.benchmarks.job_list"):
        from django.db import connection

        yield importlib.import_module("tests.benchmarks.job_list").run(connection)
    if "talent" in arguments.only and find_spec("tests.benchmarks.talent_search"):
        yield importlib.import_module("tests.benchmarks.talent_search").run()


def _on_sqlite(arguments: argparse.Namespace) -> dict[str, Any]:
    with site.on_sqlite() as url:
        site.fill(arguments.sqlite_wallets)
        site.settle()
        found = spends.run(url, seconds=arguments.seconds, processes=1)
        figures = {
            "wallets": arguments.sqlite_wallets,
            "spend_per_s": found["per_s"],
            "spend_raw_per_s": found["raw_per_s"],
            "spend_vs_raw": found["vs_raw"],
        }
        figures.update(_sweep_figures(sweeping.run(arguments.sqlite_wallets)))
        figures.update(_proof())
    return figures


def _sweep_figures(found: dict[str, Any]) -> dict[str, Any]:
    """PostgreSQL's copies are measured with their foreign keys, which are no logic of ours, and without."""
    grant, expire = found["grant"], found["expire"]
    figures = {
        "grant_wallets_per_s": grant["per_s"],
        "grant_vs_insert_select": grant.get("vs_bare_keyed", grant["vs_bare"]),
        "expire_wallets_per_s": expire["per_s"],
        "expire_vs_update": expire.get("vs_bare_keyed", expire["vs_bare"]),
        "longest_lock_s": max(grant["longest_lock_s"], expire["longest_lock_s"]),
    }
    if "vs_bare_keyed" in grant:
        figures["grant_vs_insert_select_without_foreign_keys"] = grant["vs_bare"]
        figures["expire_vs_update_without_foreign_keys"] = expire["vs_bare"]
    return figures


def _proof() -> dict[str, Any]:
    from connects.proof import prove

    proof = prove()
    if not proof.balanced:
        sys.exit("\n".join(map(str, proof.differences)))
    return {"proof_s": proof.seconds, "proof_rows": sum(proof.checked.values())}


def _show(part: dict[str, Any]) -> None:
    for name, value in part.items():
        print(f"{name:45} {value:>12,.2f}" if isinstance(value, float) else f"{name:45} {value!s:>12}", flush=True)


if __name__ == "__main__":
    main()
