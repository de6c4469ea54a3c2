"""News from this room. Sent with `send` inside the transaction; receivers do nothing that grows with the data."""

from django.dispatch import Signal

# A person has taken on the freelancer role: `person`.
became_freelancer = Signal()
# A person's e-mail is verified and the freelancer role is on, whichever came later: `person`.
joined_as_freelancer = Signal()
# An agency has been founded: `agency`.
agency_founded = Signal()
# Somebody filled in the sign-up form: `person`, `request`.
signed_up = Signal()
# Something was noted by which two accounts may turn out to be one person's: `person`.
sign_noted = Signal()
# An operator found that a report about a freelancer, or what they wrote, was right: `person`.
report_upheld = Signal()
# A person has taken on the client role: `person`.
became_client = Signal()
