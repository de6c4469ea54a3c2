"""Idempotency keys as Stripe treats them: the same request again gets the first answer again, for a day.

Kept are answers of requests that began to work, 500s too; one refused before that leaves nothing behind.
"""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stripe_sandbox.checkout.params import A_DAY
from stripe_sandbox.errors import StripeError
from stripe_sandbox.messages import Response
from stripe_sandbox.store import Store


class Keys:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._under_way: set[str] = set()

    @contextmanager
    def held(self, key: str) -> Iterator[None]:
        """Only one request at a time may work under a key."""
        with self._lock:
            if key in self._under_way:
                raise StripeError(
                    f"There is currently another in-progress request using this Idempotent-Key: {key}. "
                    f"Wait for it "
                    "to finish before you send it again.",
                    status=409,
                    kind="idempotency_error",
                    code="idempotency_key_in_use",
                )
            self._under_way.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._under_way.discard(key)

    def earlier_answer(self, key: str, method_path: str, params: dict[str, Any]) -> Response | None:
        self._store.change("DELETE FROM idempotency WHERE created < ?", (time.time() - A_DAY,))
        found = self._store.rows("SELECT * FROM idempotency WHERE key = ?", (key,))
        if not found:
            return None
        first = found[0]
        if first["method_path"] != method_path:
            raise _reused(key, f"for the same endpoint they were first used for ({first['method_path']})")
        if first["fingerprint"] != _fingerprint(params):
            raise _reused(key, "with the same parameters they were first used with")
        headers = {"Idempotent-Replayed": "true", "Original-Request": first["request_id"]}
        return Response(first["status"], first["body"].encode(), "application/json", headers)

    def remember(self, key: str, method_path: str, params: dict[str, Any], answer: Response, request_id: str) -> None:
        self._store.change(
            "INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                method_path,
                _fingerprint(params),
                answer.status,
                answer.body.decode(),
                request_id,
                time.time(),
            ),
        )


def _fingerprint(params: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()


def _reused(key: str, rule: str) -> StripeError:
    return StripeError(
        f"Keys for idempotent requests can only be used {rule}. Try using a key other than '{key}' if "
        f"you meant to "
        "execute a different request.",
        kind="idempotency_error",
    )
