from django.apps import AppConfig


class ConnectsConfig(AppConfig):
    name = "connects"

    def ready(self) -> None:
        from connects import receivers  # noqa: F401, PLC0415 - receivers need the tables, which come after the apps
