"""A server that only makes things quicker is left alone for a while once it has failed: waiting once is enough."""

import time


class Breaker:
    """One per server and process. Threads may race on it; the worst that follows is one more attempt."""

    def __init__(self, *, pause: float) -> None:
        self._pause = pause
        self._closed_until = 0.0

    def is_open(self) -> bool:
        """Whether an attempt is worth making now."""
        return time.monotonic() >= self._closed_until

    def failed(self) -> None:
        self._closed_until = time.monotonic() + self._pause

    def reset(self) -> None:
        self._closed_until = 0.0
