"""The Stripe sandbox as the tests run it: a real process on a port of its own, reached only over HTTP."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECRET = "whsec_test_of_the_sandbox"
CARD = {"method": "card", "number": "4242424242424242", "expiry": "12/34", "cvc": "123"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class StripeProcess:
    def __init__(self, file: Path, *, webhook_url: str = "", settle_after: int = 0) -> None:
        self.file = file
        self.webhook_url = webhook_url
        self.settle_after = settle_after
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "StripeProcess":
        command = [sys.executable, "-m", "stripe_sandbox", "--port", str(self.port), "--db", str(self.file)]
        command += ["--webhook-secret", SECRET, "--settle-after", str(self.settle_after)]
        if self.webhook_url:
            command += ["--webhook-url", self.webhook_url]
        env = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                if self.get("/healthz")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the sandbox did not start")

    def stop(self, *, hard: bool = False) -> None:
        assert self._process is not None
        (self._process.kill if hard else self._process.terminate)()
        self._process.wait(20)

    def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        return self._send("GET", path, b"", headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> tuple[int, str, dict[str, str]]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        return self._send("POST", path, urllib.parse.urlencode(form).encode(), headers)

    def delete(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        return self._send("DELETE", path, b"", headers)

    def control(self, verb: str, **said: Any) -> Any:
        status, body, _ = self._send("POST", f"/__control/{verb}", json.dumps(said).encode(), {})
        assert status == 200, body
        return json.loads(body)["result"]

    def clock(self) -> dict[str, Any]:
        """The clock of subscriptions: now, and when the next thing is due by itself."""
        return dict(json.loads(self.get("/__control/clock")[1]))

    def move_clock(self, to: int) -> dict[str, Any]:
        """Forward; renewals, retries and endings until then happen in their order."""
        return dict(self.control("clock", now=to))

    def pay(self, session: str, **fields: str) -> tuple[int, str, dict[str, str]]:
        """Fill in the payment page as a person would; the good card unless said otherwise."""
        return self.post(f"/c/pay/{session}", CARD | {"email": "ada@example.com"} | fields)

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode(), dict(response.headers)
        finally:
            connection.close()
