"""Nobody is left behind: not when the launcher is asked to stop, not when it is killed outright."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A launcher with three children: one polite, one that ignores SIGTERM, and one that has a child of its own.
LAUNCHER = """
import sys, os
from pathlib import Path
from house.supervisor import Stopped, Supervisor

notes = Path(sys.argv[1])
note = f"import os, sys, time, signal; open(r'{notes}', 'a').write(str(os.getpid()) + chr(10));"
supervisor = Supervisor(folder=Path.cwd(), environment=os.environ)
try:
    supervisor.start("polite", [sys.executable, "-c", note + "time.sleep(600)"])
    supervisor.start("deaf", [sys.executable, "-c", note + "signal.signal(15, 1); time.sleep(600)"])
    family = note + f"import subprocess; subprocess.run([sys.executable, '-c', {(note + 'time.sleep(600)')!r}])"
    supervisor.start("family", [sys.executable, "-c", family])
    while not (fallen := supervisor.fallen()):
        supervisor.pause(0.1)
    print("fallen:", fallen.name, flush=True)
except Stopped:
    print("asked to stop", flush=True)
finally:
    supervisor.stop()
"""


class Launched:
    def __init__(self, notes: Path) -> None:
        self.notes = notes
        quick = "import house.supervisor, house.guardian; house.supervisor.GRACE = house.guardian.GRACE = 1.0\n"
        self.process = subprocess.Popen(
            [sys.executable, "-c", quick + LAUNCHER, str(notes)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        wait_until(lambda: len(self.pids()) == 4)

    def pids(self) -> list[int]:
        return [int(line) for line in self.notes.read_text().split()] if self.notes.exists() else []

    def alive(self) -> list[int]:
        return [pid for pid in self.pids() if alive(pid)]


@pytest.fixture
def launched(tmp_path):
    started = Launched(tmp_path / "pids")
    yield started
    for pid in [started.process.pid, *started.alive()]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    started.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_ends_every_child_and_grandchild(launched, number):
    launched.process.send_signal(number)
    said, _ = launched.process.communicate(timeout=20)
    assert "asked to stop" in said
    assert launched.alive() == []


def test_killed_outright_its_children_go_too(launched):
    launched.process.kill()
    launched.process.wait()
    wait_until(lambda: launched.alive() == [], seconds=30)


def test_a_child_that_dies_takes_the_others_along_and_is_named(launched):
    os.kill(launched.pids()[0], signal.SIGKILL)
    said, _ = launched.process.communicate(timeout=20)
    assert "fallen:" in said
    assert launched.alive() == []


def alive(pid: int) -> bool:
    with suppress(OSError):
        # A zombie waits for its parent to look, it does no harm.
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def wait_until(true, *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
