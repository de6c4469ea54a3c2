"""A site of its own for one test: real processes, a database file, a Valkey that can be killed and brought back."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from house import valkey

ROOT = Path(__file__).resolve().parent.parent.parent


class Site:
    """Starts what it is asked to start and stops all of it in the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # A short path of its own: the kernel refuses long ones for sockets.
        self._socket_folder = Path(tempfile.mkdtemp(prefix="gh-"))
        self.socket = self._socket_folder / "v.sock"
        self.port = _free_port()
        self.database = folder / "site.sqlite3"
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in ("DJANGO_SETTINGS_MODULE", "CACHE_URL")
            },
            "DOTENV": "off",
            "SECRET_KEY": "only for this test",
            "STRIPE_WEBHOOK_SECRETS": "whsec_test",
            "DEMO": "on",
            "DEBUG": "on",
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "REDIS_URL": f"unix://{self.socket}",
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)

    def start(self, name: str, *command: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self._running[name] = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )

    def start_web(self) -> None:
        serve = ("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--no-ws")
        self.start("web", sys.executable, "-m", "granian", *serve, "marketplace.wsgi:application")
        self.wait(lambda: _listening(self.port), "the web process")

    def start_valkey(self) -> None:
        self.start("valkey", *valkey.command(self.socket, data=self.folder / "valkey"))
        self.wait(lambda: valkey.answers(self.socket), "Valkey")

    def start_celery(self) -> None:
        celery = (sys.executable, "-m", "celery", "-A", "marketplace")
        self.start("worker", *celery, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle")
        self.start("beat", *celery, "beat", "--pidfile=")

    def kill(self, name: str) -> None:
        """As the kernel would: without a word."""
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def alive(self, name: str) -> bool:
        return self._running[name].poll() is None

    def query(self, sql: str) -> list[Any]:
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20) as connection:
            return connection.execute(sql).fetchall()

    def change(self, sql: str) -> None:
        with sqlite3.connect(self.database, timeout=20) as connection:
            connection.execute(sql)

    def join(self, email: str) -> tuple[int, float]:
        """Sign somebody up in the browser's way. Returns the answer's status and how many seconds it took."""
        visit = requests.Session()
        page = f"http://127.0.0.1:{self.port}/accounts/signup/"
        visit.get(page, timeout=60).raise_for_status()
        form = {
            "csrfmiddlewaretoken": visit.cookies["csrftoken"],
            "hat": "freelancer",
            "name": "Somebody",
            "country": "GB",
            "email": email,
            "password1": "correct horse battery staple",
            "terms": "on",
        }
        began = time.monotonic()
        answer = visit.post(page, form, timeout=60, allow_redirects=False, headers={"Referer": page})
        return answer.status_code, time.monotonic() - began

    def wait(self, ready: Callable[[], Any], what: str, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}, in vain\n{self._last_words()}"
            time.sleep(0.25)

    def stop(self) -> None:
        for process in self._running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for name, process in list(self._running.items()):
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill(name)
        shutil.rmtree(self._socket_folder, ignore_errors=True)

    def _last_words(self) -> str:
        return "\n".join(f"--- {log.name}\n{log.read_text()[-2000:]}" for log in self.folder.glob("*.log"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _listening(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0
