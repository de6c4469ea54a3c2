"""Sees to it that no child outlives the launcher, even when the launcher is killed outright.

It sits in a session of its own and reads which children there are from a pipe. When the pipe closes, whatever the
reason, it ends those that are left: first politely, then their whole process groups.
"""

import os
import signal
import sys
import time
from contextlib import suppress

GRACE = 8.0


def main() -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    wards: set[int] = set()
    for line in sys.stdin:
        change, pid = line[0], int(line[1:])
        if change == "+":
            wards.add(pid)
        else:
            wards.discard(pid)
    _end(wards)


def _end(wards: set[int]) -> None:
    for pid in wards:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and any(_group_lives(pid) for pid in wards):
        time.sleep(0.1)
    for pid in wards:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _group_lives(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
