"""A campaign of Connects to all wallets, against bare statements that write the same rows into copies.

The same rows are those of the books, whom the campaign has reached, and a notice for each. PostgreSQL only.
"""

from typing import Any

from tests.benchmarks.site import PARTS
from tests.benchmarks.sweeping import against


def run(wallets: int) -> dict[str, Any]:
    from billing.campaigns import sending

    found = against(
        "campaign",
        wallets // PARTS,
        _started(),
        sending.send_all_of,
        copies=("copies", "campaign_copies"),
        picks="SELECT id, next_expiry_at <= ",
    )
    return {
        "campaign_wallets_per_s": found["per_s"],
        "campaign_vs_insert_select": found["vs_bare_keyed"],
        "campaign_vs_insert_select_without_foreign_keys": found["vs_bare"],
        "campaign_longest_lock_s": found["longest_lock_s"],
    }


def _started() -> list[int]:
    """The campaigns under way, each for a part of the wallets."""
    from accounts.models import User
    from billing.models import Campaign
    from common import clock

    ids = list(User.objects.filter(wallet__isnull=False).order_by("wallet__id").values_list("wallet__id", flat=True))
    size = len(ids) // PARTS
    return [
        Campaign.objects.create(
            name="Thanks",
            message="Thank you.",
            connects=20,
            lives_days=90,
            state="sending",
            started_at=clock.now(),
            expected=size,
            counts_days=30,
            cursor=ids[part * size] - 1,
            last_wallet=ids[(part + 1) * size - 1],
        ).pk
        for part in range(PARTS)
    ]
