"""Changes that come with the next period: subscription schedules of two phases, released again when taken back."""

from typing import Any

from billing.stripe_gateway.client import talking
from billing.stripe_gateway.subscriptions import Subscription


def change_at_period_end(told: Subscription, price: str, *, plan: str, interval: str, idempotency_key: str) -> None:
    """Go on at another price from the next period. What was scheduled before is replaced."""
    with talking() as client:
        schedules = client.v1.subscription_schedules
        if told.schedule:
            schedule = schedules.retrieve(told.schedule).to_dict()
        else:
            schedule = schedules.create(
                {"from_subscription": told.id}, {"idempotency_key": f"{idempotency_key}-schedule"}
            ).to_dict()
        running = schedule["phases"][0]
        params: Any = {
            "end_behavior": "release",
            # Who asks about the subscription later reads here what comes.
            "metadata": {"plan": plan, "interval": interval},
            "phases": [
                {
                    "items": [{"price": told.price, "quantity": 1}],
                    "start_date": running["start_date"],
                    "end_date": running["end_date"],
                },
                {
                    "items": [{"price": price, "quantity": 1}],
                    "duration": {"interval": interval, "interval_count": 1},
                    "proration_behavior": "none",
                },
            ],
        }
        schedules.update(schedule["id"], params, {"idempotency_key": f"{idempotency_key}-phases"})


def release(schedule: str, *, idempotency_key: str) -> None:
    """Take back what was scheduled: the subscription goes on as it is."""
    with talking() as client:
        client.v1.subscription_schedules.release(schedule, {}, {"idempotency_key": idempotency_key})
