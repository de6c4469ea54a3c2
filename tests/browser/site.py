"""The site as `make run` starts it: its own web, worker, beat, Valkey and Stripe processes, filled with the demo."""

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from house.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
# Seconds for a fresh demo to be filled and served on a slow, busy machine.
PATIENCE = 12 * 60


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Start everything in a folder of its own; yields the address, and stops all of it at the end."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "DOTENV": "off",
        "DEMO": "on",
        "SECRET_KEY": secrets.token_urlsafe(32),
        "STRIPE_WEBHOOK_SECRETS": f"whsec_{secrets.token_hex(16)}",
        "VAR_DIR": str(folder),
        "PORT": str(port),
    }
    log = (folder / "run.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "house.run"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _wait(f"http://127.0.0.1:{port}", process, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        log.close()


def _wait(url: str, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/healthz/", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(1)
        else:
            return
    raise AssertionError(f"The site did not start:\n{(folder / 'run.log').read_text()[-3000:]}")
