"""The queue. Nothing depends on it being up: work that must not be lost is a row first, the queue makes it quick."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init

from marketplace import startup  # noqa: F401 - worker and beat refuse an unguarded database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

app = Celery("guildhall")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["marketplace"], related_name="heartbeat")


@celeryd_init.connect  # type: ignore[untyped-decorator]
def _be_patient(conf: Any, **_: Any) -> None:
    """Workers wait on the broker for a living; only those who publish from a page must not (settings)."""
    conf.broker_transport_options = {**conf.broker_transport_options, "socket_timeout": 30}
