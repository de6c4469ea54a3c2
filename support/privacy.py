"""What this room knows of a person. Tickets are about Connects, so they belong to the books (PRODUCT 10)."""

from accounts.privacy.registry import Holding, Kept, Room
from support.models import Ticket, TicketEvent, TicketMessage

_BOOKS = Kept("Why Connects were or were not given back is part of the books, and the rows cannot be changed.")

ROOM = Room(
    "support",
    (
        Holding(Ticket, ("person",), _BOOKS),
        Holding(TicketMessage, ("ticket__person",), _BOOKS, hidden=("author",)),
        Holding(TicketEvent, ("ticket__person",), _BOOKS, hidden=("by",)),
    ),
)
