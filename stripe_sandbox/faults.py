"""Faults on demand: the next N requests fail in one of the ways in which a payment provider fails."""

import threading
from dataclasses import dataclass
from enum import StrEnum

from stripe_sandbox.errors import StripeError


class Kind(StrEnum):
    # Refused before any work was done; nothing is remembered under the idempotency key.
    ERROR_500 = "500"
    RATE_LIMIT = "429"
    CONFLICT = "409"
    # Stripe began to work and failed: the 500 is remembered and replayed under the same idempotency key.
    ERROR_500_REMEMBERED = "500-remembered"
    # The work is done, the answer never arrives.
    LOST_ANSWER = "lost-answer"
    # No answer for `seconds`, and no work done.
    SILENCE = "silence"


@dataclass
class Fault:
    kind: Kind
    left: int
    match: str
    seconds: float


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: list[Fault] = []

    def add(self, kind: Kind, *, count: int = 1, match: str = "", seconds: float = 5.0) -> None:
        """`match` is the beginning of "METHOD /path"; empty matches every request."""
        with self._lock:
            self._queue.append(Fault(kind, count, match, seconds))

    def clear(self) -> None:
        with self._lock:
            self._queue.clear()

    def next_for(self, method_path: str) -> Fault | None:
        with self._lock:
            for fault in self._queue:
                if method_path.startswith(fault.match):
                    fault.left -= 1
                    if fault.left <= 0:
                        self._queue.remove(fault)
                    return fault
        return None


def refusal(kind: Kind) -> StripeError:
    if kind is Kind.RATE_LIMIT:
        return StripeError(
            "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
            status=429,
            code="rate_limit",
        )
    if kind is Kind.CONFLICT:
        return StripeError(
            "This object cannot be accessed right now because another API request or Stripe process is "
            "currently "
            "accessing it. If you see this error intermittently, retry the request.",
            status=409,
            code="lock_timeout",
        )
    return StripeError("An unknown error occurred", status=500, kind="api_error")
