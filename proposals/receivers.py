"""What this room does on news from the rooms below: it writes one row, whatever the size of the data."""

from typing import Any

from django.dispatch import receiver

from common.signals import policy_changed
from proposals import policy
from proposals.models import RefundRule


@receiver(policy_changed, sender=RefundRule)
def a_switched_cell_makes_a_version(**_: Any) -> None:
    policy.write_version()
