"""What the processes say of themselves: lines that name the request or task they belong to, and errors to Sentry.

A line for people (the default) or one JSON object a line, for a collector. No line holds a query, a body or a name.
"""

import logging
from typing import Any

import sentry_sdk
from celery import current_task
from django_guid import get_guid
from pythonjsonlogger.core import RESERVED_ATTRS

FORMS = ("line", "json")


def log_settings(*, level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING: to the terminal, where the process's keeper collects it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"ids": {"()": "marketplace.observing.Ids"}},
        "formatters": {
            "line": {"format": "[{levelname}] {origin} {name}: {message}", "style": "{"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": ["levelname", "name", "message", "request_id", "task", "task_id"],
                "rename_fields": {"levelname": "level", "name": "logger"},
                "timestamp": "at",
                "reserved_attrs": [*RESERVED_ATTRS, "origin"],
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["ids"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own handlers give way to ours.
            "django": {"handlers": [], "level": level},
            "django.server": {"handlers": [], "propagate": True},
            # It tells of each number that it passes on.
            "django_guid": {"level": "WARNING"},
        },
    }


class Ids(logging.Filter):
    """Whose line it is: a request's number, which its answer carries as X-Request-ID, and a task's name and number.

    A task carries the number of the request that sent it, so that one search finds both.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request_id = get_guid() or ""
        task, task_id = (current_task.name, current_task.request.id) if current_task else ("", "")
        origin = " ".join(each for each in (task, request_id) if each) or "-"
        vars(record).update(request_id=request_id, task=task, task_id=task_id, origin=origin)
        return True


def start_sentry(dsn: str, *, environment: str) -> None:
    """Errors go to Sentry, or what speaks its protocol, only where an operator names one; without people's data."""
    if dsn:
        sentry_sdk.init(dsn=dsn, environment=environment, send_default_pii=False, max_request_body_size="never")
