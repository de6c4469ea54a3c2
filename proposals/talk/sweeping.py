"""What conversations need done by the clock."""

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
            title="Tell of messages that were left unread",
            outlooks=(outlook.MESSAGES,),
        )
    )
    sweeps.register(
        Sweep(
            "proposals.files",
            storing.discard_abandoned,
            storing.next_abandoned,
            every=1800,
            title="Do away with files that no message took up",
        )
    )
