"""News from this room. Sent with `send` inside the transaction; receivers do nothing that grows with the data."""

from django.dispatch import Signal

# A job was published: `job`.
job_published = Signal()
# A published job was edited: `job`, `revision`.
job_edited = Signal()
# A job ended, or was removed after it had: `job`, `closure`.
job_closed = Signal()
