"""`make run`: from a fresh clone to a running, filled site, all processes in one terminal."""

import fcntl
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from honcho.environ import parse_procfile

from house import dotenv, valkey
from house.supervisor import Child, Stopped, Supervisor

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90.0


class CannotRun(Exception):
    """Said to whoever started the site, in words that tell what to do."""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    try:
        written = Path(os.environ.get("DOTENV", ROOT / ".env"))
        if written.name != "off" and dotenv.write_demo(written, port=os.environ.get("PORT", "8000")):
            print(f"Wrote {written.name} with fresh secrets for a demo on this machine.")
        _read_settings()
        with _only_one():
            for port in filter(None, (settings.PORT, _sandbox_port())):
                _must_be_free(port)
            return _run()
    except CannotRun as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1


def _run() -> int:
    began = time.monotonic()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "PORT": str(settings.PORT)}
    # In a container or on a test machine root is who there is; Celery's paragraph about it helps nobody there.
    environment.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    supervisor = Supervisor(folder=ROOT, environment=environment)
    try:
        _start_servers(supervisor)
        prepared = supervisor.start("prepare", [sys.executable, "-m", "house.prepare"], relayed=False)
        if supervisor.finish(prepared):
            raise CannotRun("The site could not be prepared; the lines above say why. Everything has been stopped.")
        procfile = parse_procfile((ROOT / "Procfile").read_text())
        for name in ("worker", "beat", "web"):
            supervisor.start(name, procfile.processes[name])
        _wait_for(supervisor, "the site", _site_answers)
        _welcome(time.monotonic() - began)
        while not (fallen := supervisor.fallen()):
            supervisor.pause(1)
        raise CannotRun(_obituary(fallen))
    except Stopped:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        supervisor.stop()


def _start_servers(supervisor: Supervisor) -> None:
    """The servers that the demo brings along; a site with its own by REDIS_URL or Stripe keys starts none."""
    if f"unix://{settings.VALKEY_SOCKET}" == settings.REDIS_URL:
        supervisor.start(
            "valkey", valkey.command(settings.VALKEY_SOCKET, data=settings.VAR_DIR / "valkey"), quiet=True
        )
        _wait_for(supervisor, "Valkey", lambda: valkey.answers(settings.VALKEY_SOCKET))
    if port := _sandbox_port():
        sandbox = [sys.executable, "-m", "stripe_sandbox", "--port", str(port)]
        sandbox += ["--db", str(settings.VAR_DIR / "stripe_sandbox.sqlite3")]
        sandbox += ["--webhook-url", f"http://127.0.0.1:{settings.PORT}/stripe/webhook/"]
        sandbox += ["--webhook-secret", settings.STRIPE_WEBHOOK_SECRETS[0]]
        supervisor.start("stripe", sandbox, quiet=True)
        _wait_for(supervisor, "the Stripe sandbox", lambda: _listening(port))


def _read_settings() -> None:
    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    except ImproperlyConfigured as missing:
        raise CannotRun(f"The settings are not complete: {missing}\n.env.example explains every variable.") from None


def _only_one() -> TextIO:
    """Hold the folder's lock for as long as the site runs; the kernel gives it back however we end."""
    lock = (settings.VAR_DIR / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise CannotRun(
            "Guildhall is already running from this folder. Use it, or stop it there with Ctrl-C first."
        ) from None
    return lock


def _sandbox_port() -> int | None:
    base = urlsplit(settings.STRIPE_API_BASE)
    return base.port if settings.DEMO and base.hostname == "127.0.0.1" else None


def _must_be_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            raise CannotRun(
                f"Port {port} is in use by another program. The site takes PORT and the Stripe sandbox the one after\n"
                f"it, so stop that program, or choose other ports, for example: make run PORT={settings.PORT + 100}"
            ) from None


def _wait_for(supervisor: Supervisor, what: str, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if fallen := supervisor.fallen():
            raise CannotRun(_obituary(fallen))
        if time.monotonic() > deadline:
            raise CannotRun(f"Waited {PATIENCE:.0f} seconds for {what}, in vain. Everything has been stopped.")
        supervisor.pause(0.1)


def _listening(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def _site_answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{settings.PORT}/healthz/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _obituary(child: Child) -> str:
    said = "".join(f"    {line}" for line in child.last_words) or "    (nothing)\n"
    code = child.process.returncode
    how = f"was killed by signal {-code}" if code < 0 else f"has ended by itself with exit code {code}"
    return (
        f"The process '{child.name}' {how}. It said last:\n{said}"
        "All other processes have been stopped. Put right what it complains of, then: make run"
    )


def _welcome(seconds: float) -> None:
    print(f"\n  Guildhall is running: {settings.SITE_URL}/   (ready after {seconds:.0f} s; Ctrl-C stops it)\n")
    log_ins = settings.VAR_DIR / "log-ins.txt"
    print(log_ins.read_text() if log_ins.is_file() else "")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
