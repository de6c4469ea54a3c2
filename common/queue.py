"""Asking the worker to hurry. What must not be lost is a row that a sweep finds anyway, so a dead queue costs minutes.

queue.soon(tasks.send_mail, mail.pk)
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import KombuError

from common.breaker import Breaker

log = logging.getLogger(__name__)
breaker = Breaker(pause=10)
_quiet: ContextVar[bool] = ContextVar("nobody_is_hurried", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Hurry nobody meanwhile: for telling a past in which everything was done long ago."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def soon(task: Task, *args: Any) -> None:
    """Hand the task to the worker once the transaction has committed; never raises, never hangs a page."""
    transaction.on_commit(partial(_publish, task, args))


def _publish(task: Task, args: tuple[Any, ...]) -> None:
    if _quiet.get() or not breaker.is_open():
        return
    try:
        task.apply_async(args)
    except (KombuError, OSError) as gone:
        breaker.failed()
        log.warning("queue unreachable, %s waits for its sweep: %s", task.name, gone)
