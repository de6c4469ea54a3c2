"""`make bench`: the benchmarks of tests/benchmarks, on a PostgreSQL that waits for the disk as production does."""

import os
import sys
from pathlib import Path

from house import servers
from house.supervisor import Stopped, Supervisor

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    supervisor = Supervisor(folder=ROOT, environment=os.environ)
    try:
        try:
            postgres = servers.postgres(supervisor, durable=True)
        except servers.NotFound as reason:
            print(f"The benchmarks need PostgreSQL: {reason}", file=sys.stderr)
            return 1
        print(f"PostgreSQL {postgres.origin}", flush=True)
        command = [sys.executable, "-m", "tests.benchmarks", *arguments]
        bench = supervisor.start("bench", command, relayed=False, environment={"DATABASE_URL": postgres.url})
        return supervisor.finish(bench) or 0
    except Stopped:
        return 130
    finally:
        supervisor.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
