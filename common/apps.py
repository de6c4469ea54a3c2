from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import Tags, register
from django.db import connections
from django.db.models.signals import post_migrate

from common import checks, guards


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        # These use the tables of the rooms, which are there only now.
        from common import delivery, digest_outlook, digests, mail, newsletter, schedule, sweeps  # noqa: PLC0415

        guards.register(*guards.append_only(self.get_model("PolicyChange")))
        register(checks.guards_in_force, Tags.database)
        sweeps.register(
            sweeps.Sweep(
                mail.SWEEP, delivery.send_due, delivery.next_due, every=30, title="Send waiting mail", real_time=True
            )
        )
        sweeps.register(
            sweeps.Sweep(
                digests.SWEEP,
                digests.send_due,
                digests.next_due,
                title="Send digests of waiting news",
                outlooks=(digest_outlook.DIGESTS,),
            )
        )
        sweeps.register(
            sweeps.Sweep(
                newsletter.SWEEP, newsletter.send_due, newsletter.next_due, title="Send the newsletter", real_time=True
            )
        )
        # Sent once every room's migrations are done, so all tables are there.
        post_migrate.connect(_install_guards, sender=self, dispatch_uid="guards")
        post_migrate.connect(schedule.sync, sender=apps.get_app_config("django_celery_beat"))


def _install_guards(using: str, **kwargs: Any) -> None:  # noqa: ARG001 - a signal's receiver
    guards.install(connections[using])
