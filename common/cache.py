"""A cache that may be gone: reads miss, writes are dropped, and the page still answers, without waiting each time.

Throttles alone go on counting, in the memory of each process. Failing open would make guessing passwords free for as
long as the cache is away; failing closed would let whoever can disturb the cache lock everybody out. So log-in stays
open and guessing stays slow: at most as many times quicker as there are web processes.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from common.breaker import Breaker

log = logging.getLogger(__name__)
breaker = Breaker(pause=5)
_THROTTLES = "allauth:rl:"
# Room for many addresses: somebody who tries thousands of them must not push their own count out.
_memory = LocMemCache("throttles", {"OPTIONS": {"MAX_ENTRIES": 50_000}})
_nothing = DummyCache("", {})


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, with an unreachable server treated as an empty one, except for throttles."""

    def add(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(super().add, _stand_in(key).add, key, *args, **kwargs))

    def get(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return _forgive(super().get, _stand_in(key).get, key, *args, **kwargs)

    def set(self, key: Any, *args: Any, **kwargs: Any) -> None:
        _forgive(super().set, _stand_in(key).set, key, *args, **kwargs)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(super().touch, _stand_in(key).touch, key, *args, **kwargs))

    def delete(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(super().delete, _stand_in(key).delete, key, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return dict(_forgive(super().get_many, _nothing.get_many, *args, **kwargs))

    def has_key(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(super().has_key, _stand_in(key).has_key, key, *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return int(_forgive(super().incr, lambda *_, **__: 1, *args, **kwargs))

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return list(_forgive(super().set_many, _nothing.set_many, *args, **kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        _forgive(super().delete_many, _nothing.delete_many, *args, **kwargs)

    def clear(self) -> None:
        _memory.clear()
        _forgive(super().clear, _nothing.clear)


def _stand_in(key: Any) -> BaseCache:
    return _memory if str(key).startswith(_THROTTLES) else _nothing


def _forgive(call: Callable[..., Any], instead: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    if not breaker.is_open():
        return instead(*args, **kwargs)
    try:
        return call(*args, **kwargs)
    except (RedisError, OSError) as gone:
        breaker.failed()
        log.warning("cache unreachable: %s", gone)
        return instead(*args, **kwargs)
