from django.apps import AppConfig

from common import guards


class ConnectsConfig(AppConfig):
    name = "connects"

    def ready(self) -> None:
        # The tables come after the apps.
        from connects import receivers  # noqa: F401, PLC0415
        from connects.guards import all_guards  # noqa: PLC0415

        guards.register(*all_guards())
