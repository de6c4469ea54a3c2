"""A cache that may be gone: reads miss, writes are dropped, and the page still answers, without waiting each time."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from common.breaker import Breaker

log = logging.getLogger(__name__)
breaker = Breaker(pause=5)


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, with an unreachable server treated as an empty one."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(super().add, True, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _forgive(super().get, default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        _forgive(super().set, None, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(super().touch, False, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(super().delete, False, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return dict(_forgive(super().get_many, {}, *args, **kwargs))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(_forgive(super().has_key, False, *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return int(_forgive(super().incr, 1, *args, **kwargs))

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return list(_forgive(super().set_many, [], *args, **kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        _forgive(super().delete_many, None, *args, **kwargs)

    def clear(self) -> None:
        _forgive(super().clear, None)


def _forgive(call: Any, instead: Any, *args: Any, **kwargs: Any) -> Any:
    if not breaker.is_open():
        return instead
    try:
        return call(*args, **kwargs)
    except (RedisError, OSError) as gone:
        breaker.failed()
        log.warning("cache unreachable: %s", gone)
        return instead
