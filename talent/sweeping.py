"""This room's work by the clock: tests that ran out, then the badge they may bring; and the badge that is paid."""

from common import sweeps
from common.sweeps import Sweep
from talent import availability_sweep, closing, rising


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
    sweeps.register(
        Sweep(
            "talent.availability",
            availability_sweep.sweep_due,
            availability_sweep.next_due,
            title="Charge the week of each availability badge",
        )
    )
