"""Many people with a wallet each, written set by set: for what must be shown at scale."""

from datetime import datetime

from accounts.models import User
from connects.models import Entry, Kind, Lot, Plan, Transaction, Wallet
from connects.periods import after
from connects.services import Source
from connects.set_grants import grant_in_sets
from jobs.models import Job
from proposals import policy
from proposals.models import Proposal

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


def all_apply(wallets: list[int], job: Job, *, had: int, cost: int, at: datetime) -> list[Proposal]:
    """Give each of these new wallets `had` Connects and have its owner apply for `cost`, as the services write it."""
    gifts = [(wallet, f"test:{wallet}") for wallet in wallets]
    grant_in_sets(gifts, had, source=Source.JOINING, lives_days=365, cause="")
    people = dict(Wallet.objects.filter(pk__in=wallets).values_list("pk", "person_id"))
    rules = policy.current()
    sent = Proposal.objects.bulk_create(
        Proposal(
            job=job, author_id=people[each], letter="Me", bid_minor=1, paid=cost, wallet_id=each, refund_policy=rules
        )
        for each in wallets
    )
    left = had - cost
    paid = Transaction.objects.bulk_create(
        Transaction(
            wallet_id=each.wallet_id,
            kind=Kind.SPEND,
            reference=each.reference,
            cause=each.reference,
            amount=-cost,
            balance_after=left,
            effective_at=at,
            recorded_at=at,
        )
        for each in sent
    )
    lots = dict(Lot.objects.filter(wallet__in=wallets).values_list("wallet_id", "pk"))
    Entry.objects.bulk_create(
        Entry(transaction=each, lot_id=lots[each.wallet_id], amount=-cost, balance_after=left) for each in paid
    )
    Lot.objects.filter(wallet__in=wallets).update(remaining=left)
    Wallet.objects.filter(pk__in=wallets).update(balance=left)
    Job.objects.filter(pk=job.pk).update(proposals_count=len(wallets))
    return sent
