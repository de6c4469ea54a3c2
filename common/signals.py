"""News from this room. Sent with `send` inside the transaction; receivers do nothing that grows with the data."""

from django.dispatch import Signal

# An operator's figure was changed and the change recorded: `policy`, the row as it is now; the sender is its class.
policy_changed = Signal()
