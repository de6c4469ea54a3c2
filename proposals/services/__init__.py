"""The verbs of this room, each one transaction. Sorted by subject in the modules they come from.

Lock order everywhere: the job, then the proposal, then the wallet.
"""

from proposals.services.applying import edit, submit
from proposals.services.boosting import boost
from proposals.services.deciding import archive, decline, shortlist, unarchive, unshortlist, view
from proposals.services.drafting import discard_draft, save_draft
from proposals.services.hiring import hire
from proposals.services.withdrawing import withdraw

__all__ = [
    "archive",
    "boost",
    "decline",
    "discard_draft",
    "edit",
    "hire",
    "save_draft",
    "shortlist",
    "submit",
    "unarchive",
    "unshortlist",
    "view",
    "withdraw",
]
