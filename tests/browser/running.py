"""The very processes that `make run` starts, in folders of their own: nothing here is faked."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.ports import free_pair

ROOT = Path(__file__).resolve().parents[2]
# Seconds. The first start fills the demo world, on whatever this machine has left.
FIRST_START = 12 * 60


class RunningSite:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_pair()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "run.log"
        self.process: subprocess.Popen[bytes] | None = None
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {
            **kept,
            "DOTENV": str(folder / ".env"),
            "VAR_DIR": str(folder / "var"),
            "PORT": str(self.port),
        }

    def start(self) -> float:
        """Start it and wait for its address; answers the seconds that took."""
        began = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "house.run"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        while "Guildhall is running" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - began < FIRST_START, self.said()
            time.sleep(0.2)
        return time.monotonic() - began

    @property
    def beginning(self) -> Path:
        """The database as the demo was filled, for whoever asks after others have lived in it."""
        return self.folder / "beginning.sqlite3"

    def keep_beginning(self) -> None:
        with (
            sqlite3.connect(self.folder / "var" / "guildhall.sqlite3") as now,
            sqlite3.connect(self.beginning) as kept,
        ):
            now.backup(kept)

    def stop(self) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        self.process = None
        return code

    def manage(self, *arguments: str) -> str:
        ran = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def left_behind(self) -> list[str]:
        """Command lines of processes that still belong to this site."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                environment = (entry / "environ").read_bytes()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if f"VAR_DIR={self.folder}".encode() in environment and int(entry.name) != os.getpid():
                found.append(command)
        return found
