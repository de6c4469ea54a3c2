"""Signed webhooks, sent from the background and kept in the file, so that a restart goes on with them.

Delivery is at least once and in no promised order, as Stripe's is. Time is real, as the tolerance is.
"""

import hashlib
import hmac
import http.client
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from stripe_sandbox import events
from stripe_sandbox.config import Config
from stripe_sandbox.messages import Json
from stripe_sandbox.store import Store

# Seconds until the next try, by how many tries have failed; after the last one Stripe gives up.
BACKOFF = (2, 5, 15, 60, 300, 1800, 3600, 7200, 14400, 28800, 86400)
PATIENCE = 15
LATE = 45
IDLE = 1.0


def signature(body: bytes, secret: str, at: int) -> str:
    digest = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Webhooks:
    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._config = config
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="webhook")
        # What was under way when the last run ended is tried again.
        store.change("UPDATE delivery SET state = 'waiting' WHERE state = 'sending'")

    def start(self) -> None:
        threading.Thread(target=self._run, name="webhooks", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def wake(self) -> None:
        self._wake.set()

    @property
    def paused(self) -> bool:
        return self._store.setting("webhooks_paused") == "yes"

    def pause(self, paused: bool) -> None:
        self._store.set("webhooks_paused", "yes" if paused else "no")
        self.wake()

    def again(self, event: str, *, times: int = 1, after: float = 0.0) -> None:
        with self._store.transaction():
            for _ in range(times):
                events.queue(self._store, event, after=after)
        self.wake()

    def late(self, event: str) -> None:
        """Let others overtake it: what waits is put off, what was delivered comes once more."""
        put_off = self._store.change(
            "UPDATE delivery SET due_at = ? WHERE event = ? AND state = 'waiting'",
            (time.time() + LATE, event),
        )
        if not put_off:
            self.again(event, after=LATE)

    def drop(self, event: str) -> None:
        self._store.change("UPDATE delivery SET state = 'dropped' WHERE event = ? AND state = 'waiting'", (event,))

    def drop_all(self) -> int:
        return self._store.change("UPDATE delivery SET state = 'dropped' WHERE state = 'waiting'")

    def idle(self) -> bool:
        """Nothing is on its way and nothing is due."""
        return not self._store.rows(
            "SELECT 1 FROM delivery WHERE state = 'sending' OR (state = 'waiting' AND due_at <= ?) LIMIT 1",
            (time.time(),),
        )

    def signed(self, event: Json) -> tuple[bytes, str]:
        """An event's body and its signature as of now."""
        body = json.dumps(event, indent=2).encode()
        return body, signature(body, self._config.webhook_secret, int(time.time()))

    def _run(self) -> None:
        while not self._stop.is_set():
            for delivery, event in self._take_due():
                self._pool.submit(self._deliver, delivery, event)
            self._wake.wait(IDLE)
            self._wake.clear()

    def _take_due(self) -> list[tuple[int, str]]:
        if self.paused or not self._config.webhook_url:
            return []
        with self._store.transaction():
            due = self._store.rows(
                "SELECT id, event FROM delivery WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, id LIMIT 50",
                (time.time(),),
            )
            for row in due:
                self._store.change("UPDATE delivery SET state = 'sending' WHERE id = ?", (row["id"],))
        return [(row["id"], row["event"]) for row in due]

    def _deliver(self, delivery: int, event_id: str) -> None:
        event = self._store.get(event_id, "event")
        assert event is not None
        try:
            status, answer = self._send(event)
        except (OSError, http.client.HTTPException) as trouble:
            status, answer = 0, f"{type(trouble).__name__}: {trouble}"
        self._note(delivery, event, status, answer)

    def _send(self, event: Json) -> tuple[int, str]:
        target = urlsplit(self._config.webhook_url)
        body, signed = self.signed(event)
        kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
        connection = kind(target.netloc, timeout=PATIENCE)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": signed,
        }
        try:
            connection.request("POST", target.path or "/", body, headers)
            response = connection.getresponse()
            return response.status, response.read(500).decode("utf-8", "replace")
        finally:
            connection.close()

    def _note(self, delivery: int, event: Json, status: int, answer: str) -> None:
        with self._store.transaction():
            tried = self._store.rows("SELECT attempts FROM delivery WHERE id = ?", (delivery,))[0]["attempts"]
            if 200 <= status < 300:
                state, due_at = "delivered", time.time()
                if event["pending_webhooks"]:
                    self._store.put(event | {"pending_webhooks": 0})
            elif tried < len(BACKOFF):
                state, due_at = "waiting", time.time() + BACKOFF[tried]
            else:
                state, due_at = "failed", time.time()
            self._store.change(
                "UPDATE delivery SET state = ?, due_at = ?, attempts = attempts + 1, answer = ? WHERE id = ?",
                (state, due_at, f"{status or 'no answer'} {answer.strip()[:120]}".strip(), delivery),
            )
