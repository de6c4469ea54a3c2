"""What a test needs and this run does not have is skipped, aloud. `make test` brings it all; in CI a skip fails."""

import pytest
import redis
from django.conf import settings

from house.servers import chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    lacking = {mark: reason for mark, reason in _lacking().items() if any(mark in item.keywords for item in items)}
    for item in items:
        for mark, reason in lacking.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


def _lacking() -> dict[str, str]:
    reasons = {}
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        reasons["postgres"] = "needs PostgreSQL: make test brings one, or DATABASE_URL names one"
    if not _redis_answers():
        reasons["redis"] = "needs Redis: make test brings one, or REDIS_URL names one"
    if not chromium():
        reasons["browser"] = "needs Chromium: install it, or name one by CHROMIUM"
    return reasons


def _redis_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as server:
            return bool(server.ping())
    except (redis.RedisError, OSError, ValueError):
        return False
