from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self) -> None:
        from billing import errands  # noqa: PLC0415
        from proposals import receivers  # noqa: F401, PLC0415 - connects them
        from proposals.errand import waiting_proposal  # noqa: PLC0415

        errands.register(waiting_proposal)
