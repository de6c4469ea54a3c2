"""The only door to Stripe. Takes and gives our own dataclasses; raises the errors of billing.errors.

No call is made inside a transaction: a lock held while Stripe thinks would stop everybody else.
"""

from billing.stripe_gateway.catalogue import PlanOffer, price_of
from billing.stripe_gateway.client import is_live, is_set_up
from billing.stripe_gateway.customers import Payer, create_customer, delete_customer, write_to, write_to_nobody
from billing.stripe_gateway.disputes import StripeDispute, dispute
from billing.stripe_gateway.event_list import events_between
from billing.stripe_gateway.invoices import PaidInvoice, Preview, paid_invoices, preview_change
from billing.stripe_gateway.membership_sessions import (
    Enrolment,
    MembershipSession,
    create_membership_session,
    membership_session,
)
from billing.stripe_gateway.payments import StripePayment, payment
from billing.stripe_gateway.portal import portal_address
from billing.stripe_gateway.refunds import StripeRefund, create_refund, refund, refunds_of
from billing.stripe_gateway.sandbox_clock import has_a_clock, move_clock, next_on_clock
from billing.stripe_gateway.schedules import change_at_period_end, release
from billing.stripe_gateway.sessions import Order, Session, create_session, expire, session
from billing.stripe_gateway.subscriptions import (
    Subscription,
    change_price,
    end_at_once,
    end_at_period_end,
    subscription,
)
from billing.stripe_gateway.webhooks import Event, read_event

__all__ = [
    "Enrolment",
    "Event",
    "MembershipSession",
    "Order",
    "PaidInvoice",
    "Payer",
    "PlanOffer",
    "Preview",
    "Session",
    "StripeDispute",
    "StripePayment",
    "StripeRefund",
    "Subscription",
    "change_at_period_end",
    "change_price",
    "create_customer",
    "create_membership_session",
    "create_refund",
    "create_session",
    "delete_customer",
    "dispute",
    "end_at_once",
    "end_at_period_end",
    "events_between",
    "expire",
    "has_a_clock",
    "is_live",
    "is_set_up",
    "membership_session",
    "move_clock",
    "next_on_clock",
    "paid_invoices",
    "payment",
    "portal_address",
    "preview_change",
    "price_of",
    "read_event",
    "refund",
    "refunds_of",
    "release",
    "session",
    "subscription",
    "write_to",
    "write_to_nobody",
]
