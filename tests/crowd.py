"""Many people with a wallet each, written set by set: for what must be shown at scale."""

from datetime import datetime

from accounts.models import User
from connects.models import Plan, Wallet
from connects.periods import after

BATCH = 5000


def open_wallets(number: int, *, at: datetime, first: int = 0) -> list[int]:
    """So many freelancers on Basic, who all joined at that instant. Answers with the ids of all wallets."""
    basic = Plan.objects.get(code="basic")
    for start in range(first, first + number, BATCH):
        people = User.objects.bulk_create(
            User(
                email=f"crowd-{n}@example.com",
                email_key=f"crowd-{n}@example.com",
                name=f"Crowd {n}",
                password="!",
                joined_at=at,
                freelancer_since=at,
                email_verified_at=at,
            )
            for n in range(start, min(start + BATCH, first + number))
        )
        Wallet.objects.bulk_create(
            Wallet(person=person, plan=basic, anchor_at=at, next_period_at=after(at, at), opened_at=at)
            for person in people
        )
    return list(Wallet.objects.order_by("id").values_list("id", flat=True))
