"""What the clock brings: periods that end, drafts that become final, refused payments asked for again, in order."""

from dataclasses import dataclass

from stripe_sandbox import clock
from stripe_sandbox.messages import Json
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import lifecycle, phases

# At one instant: first what ends, then what begins, then what is asked for.
ENDS, BEGINS, ASKS = range(3)


@dataclass(frozen=True, order=True)
class Due:
    at: int
    step: int
    id: str


def next_due(store: Store) -> Due | None:
    """The earliest thing that is going to happen by itself."""
    return min((*_subscriptions(store), *_invoices(store)), default=None)


def advance(store: Store, until: int) -> int:
    """Let everything happen that is due by then, each at its own instant, and stand there. How many things."""
    happened = 0
    while True:
        with store.transaction():
            due = next_due(store)
            if due is None or due.at > until:
                clock.move_to(store, until)
                return happened
            clock.move_to(store, due.at)
            _do(store, due)
        happened += 1


def run(store: Store) -> None:
    """What real time has brought meanwhile."""
    due = next_due(store)
    if due and due.at <= clock.now(store):
        advance(store, clock.now(store))


def _do(store: Store, due: Due) -> None:
    if due.step == ASKS:
        invoice = store.get(due.id, "invoice")
        assert invoice is not None
        lifecycle.ask(store, invoice, due.at)
        return
    subscription = store.get(due.id, "subscription")
    assert subscription is not None
    if due.step == ENDS:
        lifecycle.cancel(store, subscription, due.at)
    elif phases.period_ends(store, subscription, due.at):
        lifecycle.renew(store, subscription, due.at)


def _subscriptions(store: Store) -> list[Due]:
    rows = store.rows(
        "SELECT id, json_extract(body, '$.items.data[0].current_period_end') AS period_end,"
        " json_extract(body, '$.cancel_at') AS cancel_at FROM object"
        " WHERE kind = 'subscription' AND json_extract(body, '$.status') IN ('active', 'past_due')"
    )
    found = [Due(row["period_end"], BEGINS, row["id"]) for row in rows]
    return found + [Due(row["cancel_at"], ENDS, row["id"]) for row in rows if row["cancel_at"] is not None]


def _invoices(store: Store) -> list[Due]:
    rows = store.rows(
        "SELECT id, coalesce(json_extract(body, '$.automatically_finalizes_at'),"
        " json_extract(body, '$.next_payment_attempt')) AS at FROM object"
        " WHERE kind = 'invoice' AND json_extract(body, '$.status') IN ('draft', 'open') AND at IS NOT NULL"
    )
    return [Due(row["at"], ASKS, row["id"]) for row in rows]


def told(store: Store) -> Json:
    """The clock as `GET /__control/clock` tells it."""
    due = next_due(store)
    return {"now": clock.now(store), "next": due.at if due else None}
