"""The only door to Stripe. Takes and gives our own dataclasses; raises the errors of billing.errors.

No call is made inside a transaction: a lock held while Stripe thinks would stop everybody else.
"""

from billing.stripe_gateway.client import is_live, is_set_up
from billing.stripe_gateway.event_list import events_between
from billing.stripe_gateway.sessions import Order, Session, create_session, expire, session
from billing.stripe_gateway.webhooks import Event, read_event

__all__ = [
    "Event",
    "Order",
    "Session",
    "create_session",
    "events_between",
    "expire",
    "is_live",
    "is_set_up",
    "read_event",
    "session",
]
