"""News from this room. Sent with `send` inside the transaction; receivers do nothing that grows with the data."""

from django.dispatch import Signal

# A plan's month came whose payment had turned: `wallet_id`, `opened_by` (of its lot, where it brought any).
# Sent for such wallets alone, few beside all those whose month begins with theirs.
turned_month_granted = Signal()
