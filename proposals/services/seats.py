"""The place in an agency from which somebody acts in its name."""

from accounts.agencies import standing as agencies
from accounts.models import Agency, AgencyMember, User
from proposals.errors import NotAMember


def hold_seat(author: User, agency: Agency | None) -> AgencyMember | None:
    """The author's place in the agency, held: a removal now waits; one that came first raises NotAMember."""
    if agency is None:
        return None
    seat = agencies.hold_seat(author, agency)
    if seat is None:
        raise NotAMember
    return seat
