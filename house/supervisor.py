"""Runs the site's processes side by side: their output under their names, and nobody left behind at the end.

Each child leads a process group of its own, so that a Ctrl-C reaches the launcher alone and stopping has an order.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

GRACE = 10.0


class Stopped(Exception):
    """Somebody asked the launcher to stop."""


@dataclass
class Child:
    name: str
    process: subprocess.Popen[str]
    stop_signal: signal.Signals
    last_words: deque[str] = field(default_factory=lambda: deque(maxlen=20))
    reader: threading.Thread | None = None

    def died(self) -> bool:
        return self.process.poll() is not None


class Supervisor:
    """Start children in order; `stop` ends them in the opposite one."""

    def __init__(self, *, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = dict(environment)
        self._children: list[Child] = []
        self._afterwards: list[Callable[[], object]] = []
        self._started_by = os.getppid()
        self._asked = 0
        self._guardian = subprocess.Popen(
            [sys.executable, "-m", "house.guardian"],
            cwd=folder,
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def start(
        self,
        name: str,
        command: str | Sequence[str],
        *,
        quiet: bool = False,
        relayed: bool = True,
        user: str | None = None,
        environment: Mapping[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> Child:
        """Start a child; a command given as one string goes through the shell, as in a Procfile.

        Its output is relayed line by line under its name, unless it is `quiet` (kept for its last words only) or not
        `relayed` (it writes to the terminal by itself).
        """
        process = subprocess.Popen(
            command if isinstance(command, str) else list(command),
            shell=isinstance(command, str),
            cwd=self._folder,
            env={**self._environment, **(environment or {})},
            user=user,
            extra_groups=None if user is None else [],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if relayed else None,
            stderr=subprocess.STDOUT if relayed else None,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._tell_guardian(f"+{process.pid}")
        child = Child(name, process, stop_signal)
        if relayed:
            child.reader = threading.Thread(target=_relay, args=(child, quiet), daemon=True)
            child.reader.start()
        self._children.append(child)
        return child

    def finish(self, child: Child, *, within: float | None = None) -> int | None:
        """Wait for a child that is meant to end, and answer its exit code; None when it has taken too long."""
        deadline = time.monotonic() + within if within else None
        while not child.died() and (deadline is None or time.monotonic() < deadline):
            self.pause(0.05)
        answer = child.process.poll()
        self._forget(child)
        return answer

    def on_stop(self, tidy: Callable[[], object]) -> None:
        """Something to clear away once all children have ended."""
        self._afterwards.append(tidy)

    def fallen(self) -> Child | None:
        """The first child that has ended without being asked to."""
        return next((child for child in self._children if child.died()), None)

    def pause(self, seconds: float) -> None:
        """Sleep; raises Stopped once somebody has asked to stop, or the process that started us is gone."""
        deadline = time.monotonic() + seconds
        while not self._asked and os.getppid() == self._started_by and time.monotonic() < deadline:
            time.sleep(min(0.1, seconds))
        if self._asked or os.getppid() != self._started_by:
            raise Stopped

    def stop(self) -> None:
        """End every child, the last started first. A second Ctrl-C ends them at once."""
        self._asked = 0
        for child in reversed(self._children.copy()):
            with suppress(ProcessLookupError):
                child.process.send_signal(child.stop_signal)
            deadline = time.monotonic() + GRACE
            while not child.died() and not self._asked and time.monotonic() < deadline:
                time.sleep(0.05)
            self._forget(child)
        if self._guardian.stdin:
            self._guardian.stdin.close()
        self._guardian.wait()
        for tidy in self._afterwards:
            tidy()

    def _forget(self, child: Child) -> None:
        # The group may hold grandchildren that the leader has not taken with it.
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        if child.reader:
            child.reader.join(timeout=1)
        self._tell_guardian(f"-{child.process.pid}")
        self._children.remove(child)

    def _tell_guardian(self, line: str) -> None:
        if self._guardian.stdin:
            self._guardian.stdin.write(line + "\n")
            self._guardian.stdin.flush()

    def _on_signal(self, number: int, frame: object) -> None:
        self._asked = number


def _relay(child: Child, quiet: bool) -> None:
    if child.process.stdout is None:
        return
    for line in child.process.stdout:
        child.last_words.append(line)
        if not quiet:
            sys.stdout.write(f"{child.name:>8} | {line}")
            sys.stdout.flush()
