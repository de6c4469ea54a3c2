from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class MarketplaceConfig(AppConfig):
    name = "marketplace"

    def ready(self) -> None:
        # Groups and permissions have their tables only now.
        from marketplace import names, roles  # noqa: PLC0415

        names.put_in_place()

        # The last app to be told, so that every room has its tables and permissions.
        last = [app for app in apps.get_app_configs() if app.models_module][-1]
        post_migrate.connect(roles.sync, sender=last, dispatch_uid="roles")
