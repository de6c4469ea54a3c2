"""News from this room. Sent with `send` inside the transaction: what follows is committed with it or not at all."""

from django.dispatch import Signal

# A purchase or an invoice was paid whose payer had closed the account, so nothing was given for it: `payment`, locked.
paid_too_late = Signal()
