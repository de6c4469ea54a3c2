from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db import connections
from django.db.models.signals import post_migrate

from common import checks, guards


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        guards.register(*guards.append_only(self.get_model("PolicyChange")))
        register(checks.guards_in_force, Tags.database)
        # Sent once every room's migrations are done, so all tables are there.
        post_migrate.connect(_install_guards, sender=self, dispatch_uid="guards")


def _install_guards(using: str, **kwargs: Any) -> None:  # noqa: ARG001 - a signal's receiver
    guards.install(connections[using])
