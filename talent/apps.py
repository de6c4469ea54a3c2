from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talent"

    def ready(self) -> None:
        from talent import receivers  # noqa: F401, PLC0415 - receivers need the tables, which come after the apps
