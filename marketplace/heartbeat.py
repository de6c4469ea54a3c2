"""Signs of life of the processes that nobody sees: the worker says that it lives, and beat proves it by a round trip.

Kept in the cache, on real time: with the cache gone the answer is "unknown", which is the truth.
"""

import time
from typing import Any

from celery import shared_task
from celery.signals import heartbeat_sent, worker_ready
from django.core.cache import cache

WORKER, BEAT = "heartbeat:worker", "heartbeat:beat"
# How often the worker writes its sign; Celery offers a heartbeat every two seconds.
_EVERY = 15
_KEPT = 7 * 24 * 3600
_last_written = 0.0


@shared_task(name="marketplace.heartbeat")
def heartbeat() -> None:
    """Sent by beat every minute, written by a worker: when this is fresh, work by the clock is being done."""
    cache.set(BEAT, time.time(), _KEPT)


def age(key: str) -> float | None:
    """Seconds since the last sign of life, None when there is none to be seen."""
    seen = cache.get(key)
    return None if seen is None else max(0.0, time.time() - float(seen))


@worker_ready.connect
@heartbeat_sent.connect
def _worker_lives(**_: Any) -> None:
    global _last_written
    if time.monotonic() - _last_written >= _EVERY:
        _last_written = time.monotonic()
        cache.set(WORKER, time.time(), _KEPT)
