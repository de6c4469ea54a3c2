from django.apps import AppConfig


class ConnectsConfig(AppConfig):
    name = "connects"
