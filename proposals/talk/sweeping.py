"""What conversations need done by the clock."""

from django.utils.translation import gettext_lazy as _

from common import sweeps
from common.sweeps import Sweep
from proposals.talk import outlook, storing, telling


def register() -> None:
    sweeps.register(
        Sweep(
            "proposals.talk",
            telling.tell_unread,
            telling.next_untold,
            every=30,
            title=_("Tell of messages that were left unread"),
            outlooks=(outlook.MESSAGES,),
        )
    )
    sweeps.register(
        Sweep(
            "proposals.files",
            storing.discard_abandoned,
            storing.next_abandoned,
            every=1800,
            title=_("Do away with files that no message took up"),
        )
    )
