"""News from this room. Sent with `send` inside the transaction; receivers do nothing that grows with the data."""

from django.dispatch import Signal

# A person has taken on the freelancer role: `person`.
became_freelancer = Signal()
# A person's e-mail is verified and the freelancer role is on, whichever came later: `person`.
joined_as_freelancer = Signal()
# An agency has been founded: `agency`.
agency_founded = Signal()
