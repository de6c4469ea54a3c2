"""News from this room. Sent with `send` inside the transaction: what follows is committed with it or not at all."""

from django.dispatch import Signal

# A purchase was paid whose buyer had closed the account, so nothing was credited for it: `purchase`, locked.
paid_too_late = Signal()
