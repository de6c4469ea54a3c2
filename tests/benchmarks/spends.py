"""Spends per second, ours against the same rows as one raw SQL transaction, by turns on the same server."""

import subprocess
import sys
from typing import Any

PROCESSES = 4


def run(url: str, *, seconds: float, processes: int = PROCESSES, rounds: int = 3) -> dict[str, Any]:
    rates: dict[str, list[float]] = {"ours": [], "raw": []}
    for _ in range(rounds):
        for how, found in rates.items():
            found.append(one_round(how, url, seconds=seconds, processes=processes))
    best = {how: max(found) for how, found in rates.items()}
    # Each round of ours beside the raw round next to it: what else the machine does falls on both.
    ratios = sorted(a / b for a, b in zip(rates["ours"], rates["raw"], strict=True))
    return {"per_s": best["ours"], "raw_per_s": best["raw"], "vs_raw": ratios[len(ratios) // 2]}


def one_round(how: str, url: str, *, seconds: float, processes: int = PROCESSES) -> float:
    """How often a second so many processes together do it, over the first 2,000 wallets."""
    from connects.models import Wallet

    first = Wallet.objects.order_by("id").values_list("id", flat=True)[0]
    command = [sys.executable, "-m", "tests.benchmarks.spender", how, url, *map(str, (first, first + 1999, seconds))]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    done = [int(said) for said, _ in _all_at_once(workers)]
    return sum(done) / seconds


def _all_at_once(workers: list[subprocess.Popen[str]]) -> list[tuple[str, str]]:
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return [worker.communicate() for worker in workers]
