from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "support"

    def ready(self) -> None:
        # Tables come after the apps.
        from accounts.privacy import registry as privacy  # noqa: PLC0415
        from common import guards  # noqa: PLC0415
        from connects import causes  # noqa: PLC0415
        from support import privacy as own  # noqa: PLC0415
        from support.causes import tickets  # noqa: PLC0415
        from support.models import Ticket, TicketEvent, TicketMessage  # noqa: PLC0415

        causes.register("ticket", tickets)
        privacy.register(own.ROOM)
        guards.register(*guards.append_only(TicketMessage), *guards.append_only(TicketEvent))
        guards.register(*guards.never_deleted(Ticket))
