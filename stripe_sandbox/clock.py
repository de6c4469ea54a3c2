"""The sandbox's own time, in which subscriptions live: real time and an offset that only grows.

Session expiry, signatures, idempotency and the `created` of events stay on real time.
"""

import time

from stripe_sandbox.store import Store

OFFSET = "clock_offset"


def now(store: Store) -> int:
    return int(time.time()) + offset(store)


def offset(store: Store) -> int:
    return int(store.setting(OFFSET, "0"))


def move_to(store: Store, instant: int) -> None:
    """Forward only; an instant that has passed already changes nothing."""
    ahead = instant - int(time.time())
    if ahead > offset(store):
        store.set(OFFSET, str(ahead))
