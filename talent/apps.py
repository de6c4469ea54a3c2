from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talent"

    def ready(self) -> None:
        from talent import receivers, ways  # noqa: F401, PLC0415 - they need the tables, which come after the apps
