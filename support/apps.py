from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "support"

    def ready(self) -> None:
        # Tables come after the apps.
        from common import guards  # noqa: PLC0415
        from connects import causes  # noqa: PLC0415
        from support.causes import tickets  # noqa: PLC0415
        from support.models import Ticket, TicketEvent, TicketMessage  # noqa: PLC0415

        causes.register("ticket", tickets)
        guards.register(*guards.append_only(TicketMessage), *guards.append_only(TicketEvent))
        guards.register(*guards.never_deleted(Ticket))
