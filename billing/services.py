"""The verbs of buying, sorted by subject in the modules they come from. Those that ask Stripe open no transaction."""

from billing.checkout import cancel, start
from billing.events import dismiss, replay
from billing.fulfilment import fulfil
from billing.reconciliation import look_again
from billing.refunds import refund

__all__ = ["cancel", "dismiss", "fulfil", "look_again", "refund", "replay", "start"]
