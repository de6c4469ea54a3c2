"""A queue or cache that is gone costs a page next to nothing: it is asked once, then left alone for a while."""

import socket
import time

import pytest
from celery import Celery
from django.conf import settings

from common import cache as forgiving
from common import queue
from common.breaker import Breaker
from marketplace.celery import app


@pytest.fixture(autouse=True)
def _fresh_breakers():
    queue.breaker.reset()
    forgiving.breaker.reset()
    yield
    queue.breaker.reset()
    forgiving.breaker.reset()


@pytest.fixture(params=["refuses", "never answers"])
def dead_redis(request):
    """A Redis that is not there, and one that takes the call and says nothing."""
    if request.param == "refuses":
        yield "redis://127.0.0.1:1/0"
    else:
        with socket.create_server(("127.0.0.1", 0)) as mute:
            yield f"redis://127.0.0.1:{mute.getsockname()[1]}/0"


def task_on(broker: str):
    other = Celery("test", broker=broker)
    other.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    other.conf.task_publish_retry = app.conf.task_publish_retry

    @other.task(name="test.nothing")
    def nothing() -> None: ...

    return nothing


def test_handing_a_task_to_a_dead_queue_neither_raises_nor_hangs(dead_redis, db, django_capture_on_commit_callbacks):
    task = task_on(dead_redis)
    began = time.monotonic()
    for _ in range(20):
        with django_capture_on_commit_callbacks(execute=True):
            queue.soon(task)
    assert time.monotonic() - began < 5


def test_a_dead_cache_misses_quickly(dead_redis):
    cache = forgiving.ForgivingRedisCache(dead_redis, {"OPTIONS": settings.FORGIVING_CACHE_OPTIONS})
    began = time.monotonic()
    for _ in range(50):
        cache.set("balance", 40)
        assert cache.get("balance", "miss") == "miss"
    assert cache.incr("visits") == 1
    assert cache.get_many(["a", "b"]) == {}
    assert time.monotonic() - began < 3


def test_a_breaker_lets_through_again_after_its_pause():
    breaker = Breaker(pause=0.05)
    assert breaker.is_open()
    breaker.failed()
    assert not breaker.is_open()
    time.sleep(0.06)
    assert breaker.is_open()


@pytest.mark.redis
def test_a_living_cache_keeps_what_it_is_given():
    cache = forgiving.ForgivingRedisCache(
        settings.REDIS_URL, {"KEY_PREFIX": "test-alive", "OPTIONS": settings.FORGIVING_CACHE_OPTIONS}
    )
    cache.set("balance", 40)
    assert cache.get("balance") == 40
    cache.delete("balance")
    assert cache.get("balance") is None


@pytest.mark.redis
def test_a_living_queue_is_handed_the_task(db, django_capture_on_commit_callbacks):
    task = task_on(settings.REDIS_URL)
    with task.app.connection_for_write() as line:
        line.default_channel.queue_purge("celery")
        with django_capture_on_commit_callbacks(execute=True):
            queue.soon(task)
        assert line.default_channel.queue_purge("celery") >= 1
