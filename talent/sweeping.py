"""This room's work by the clock: tests that ran out, then the badge that they may bring."""

from common import sweeps
from common.sweeps import Sweep
from talent import closing, rising


def register() -> None:
    sweeps.register(
        Sweep("talent.certifications", closing.close_due, closing.next_due, title="Grade tests whose time is over")
    )
    sweeps.register(
        Sweep(
            "talent.rising_talent",
            rising.check_due,
            rising.next_check,
            every=600,
            title="Check the badge Rising Talent",
        )
    )
