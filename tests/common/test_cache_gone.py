"""What happens to throttles and to everything else while Redis is gone."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Gone

from common import cache as house
from common.cache import ForgivingRedisCache

THROTTLE = "allauth:rl:allauth.account:login_failed:x"


@pytest.fixture
def gone():
    """A cache whose server is not there: nothing listens on that port."""
    house.breaker.reset()
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})
    cache.clear()
    house.breaker.reset()
    yield cache
    house.breaker.reset()


@pytest.fixture
def site_without_redis(gone, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "common.cache.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
    assert isinstance(caches["default"], RedisCache)


def test_everything_else_is_an_empty_cache(gone):
    gone.set("page", 1)
    assert gone.get("page") is None
    assert gone.get("page", 7) == 7
    assert gone.add("page", 1)
    assert not gone.has_key("page")
    assert gone.get_many(["page"]) == {}
    assert gone.set_many({"page": 1}) == []
    assert gone.delete("page") is False
    assert gone.touch("page") is False
    assert gone.incr("page") == 1


def test_throttles_are_remembered_in_the_process(gone):
    gone.set(THROTTLE, [1.0], 60)
    assert gone.get(THROTTLE) == [1.0]
    assert gone.add(THROTTLE + ":lock", True, timeout=10)
    assert not gone.add(THROTTLE + ":lock", True, timeout=10), "a lock that is held is not given twice"
    gone.delete(THROTTLE + ":lock")
    assert gone.add(THROTTLE + ":lock", True, timeout=10)


def test_a_server_that_is_gone_is_asked_once_and_then_left_alone(gone, monkeypatch):
    asked = []

    def refuse(*args, **kwargs):
        asked.append(1)
        raise Gone

    monkeypatch.setattr(RedisCache, "get", refuse)
    for _ in range(20):
        gone.get("page")
    assert len(asked) == 1


@pytest.mark.django_db
def test_guessing_passwords_stays_slow_and_log_in_stays_open(site_without_redis, client, ben, cleo):
    for _ in range(5):
        client.post("/accounts/login/", {"login": "ben@example.com", "password": "wrong"})
    page = client.post("/accounts/login/", {"login": "ben@example.com", "password": "correct horse battery"})
    assert "Too many failed login attempts" in str(page.context["form"].errors)

    client.post("/accounts/login/", {"login": "cleo@example.com", "password": "correct horse battery"})
    assert client.session["_auth_user_id"] == str(cleo.pk)
