"""A whole site of its own for tests that pull its plugs: web, worker, beat and Redis as real processes."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import requests
from django.conf import settings

from house import servers

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"


class RealSite:
    """On the engine of this run: a PostgreSQL database beside the test's own, or an SQLite file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.redis_port = servers.free_port(), servers.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._database = f"guildhall_faults_{os.getpid()}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "DOTENV": "off",
            "DEMO": "on",
            "SECRET_KEY": "only for tests",
            "STRIPE_WEBHOOK_SECRETS": "whsec_tests",
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "DEBUG": "on",
            "WEB_WORKERS": "1",
            "WORKER_PROCESSES": "1",
            **self._own_database(),
        }

    def manage(self, *arguments: str) -> str:
        return self.python("manage.py", *arguments)

    def python(self, *arguments: str) -> str:
        """Run Python in the site's environment; answers what it printed, fails when it does."""
        ran = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def count(self, model: str, **where: object) -> int:
        question = (
            f"from django.apps import apps; print(apps.get_model({model!r}).objects.filter(**{where!r}).count())"
        )
        return int(self.manage("shell", "--no-imports", "-c", question))

    def start(self, *names: str) -> None:
        for name in names:
            command = [sys.executable, "-m", "house.role", name]
            if name == "redis":
                binary, _ = servers.redis_binary()
                command = [binary, "--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
            with (self.folder / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )

    def kill(self, name: str) -> None:
        """As the power cut does: the process and all its children, without a word."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        if "DATABASE_URL" in self.environment:
            with self._server() as server:
                server.execute(f"DROP DATABASE IF EXISTS {self._database} WITH (FORCE)")

    def until(self, true: Callable[[], Any], *, seconds: float = 60) -> Any:
        deadline = time.monotonic() + seconds
        while not (found := true()):
            assert time.monotonic() < deadline, f"waited {seconds} s in vain\n{self.logs()}"
            time.sleep(0.2)
        return found

    def health(self) -> dict[str, bool]:
        try:
            parts = requests.get(f"{self.url}/healthz/", headers={"Accept": "application/json"}, timeout=5).json()[
                "parts"
            ]
        except requests.ConnectionError:
            return {}
        return {part["name"]: part["ok"] for part in parts}

    def logs(self) -> str:
        return "\n".join(f"--- {log.name}\n{log.read_text()[-3000:]}" for log in sorted(self.folder.glob("*.log")))

    def _own_database(self) -> dict[str, str]:
        if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
            return {}
        with self._server() as server:
            server.execute(f"DROP DATABASE IF EXISTS {self._database} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {self._database}")
        return {"DATABASE_URL": re.sub(r"/[^/?]*(\?|$)", rf"/{self._database}\1", os.environ["DATABASE_URL"])}

    def _server(self) -> psycopg.Connection[Any]:
        given = settings.DATABASES["default"]
        return psycopg.connect(
            host=given["HOST"], port=given["PORT"] or 5432, user=given["USER"], password=given["PASSWORD"],
            dbname="postgres", autocommit=True,
        )  # fmt: skip


class Visitor:
    """Somebody with a browser, who notes how long the site lets them wait."""

    def __init__(self, site: RealSite) -> None:
        self._site, self._session, self.longest = site, requests.Session(), 0.0

    def get(self, path: str) -> requests.Response:
        return self._ask("GET", path)

    def post(self, path: str, **fields: str) -> requests.Response:
        """Fill in the form of that page and send it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).text)
        assert token, f"no form on {path}"
        return self._ask("POST", path, data={"csrfmiddlewaretoken": token[1], **fields})

    def log_in(self, email: str, password: str) -> None:
        answer = self.post("/accounts/login/", login=email, password=password)
        assert answer.history, "the log-in was refused"

    def _ask(self, method: str, path: str, **more: Any) -> requests.Response:
        began = time.monotonic()
        answer = self._session.request(method, f"{self._site.url}{path}", timeout=60, **more)
        self.longest = max(self.longest, time.monotonic() - began)
        assert answer.status_code < 500, f"{answer.status_code} on {path}\n{self._site.logs()}"
        return answer
