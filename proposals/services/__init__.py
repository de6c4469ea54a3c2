"""The verbs of this room, each one transaction. Sorted by subject in the modules they come from.

Lock order everywhere: the job, then the proposal, then the wallet.
"""

from proposals.services.applying import edit, submit
from proposals.services.boosting import boost
from proposals.services.contracting import ask_to_finish, end, finish
from proposals.services.deciding import archive, decline, shortlist, unarchive, unshortlist, view
from proposals.services.drafting import discard_draft, save_draft
from proposals.services.inviting import decline_invitation, invite
from proposals.services.offering import Terms, accept, decline_offer, offer, offer_unasked, take_back
from proposals.services.reviewing import review
from proposals.services.withdrawing import withdraw

__all__ = [
    "Terms",
    "accept",
    "archive",
    "ask_to_finish",
    "boost",
    "decline",
    "decline_invitation",
    "decline_offer",
    "discard_draft",
    "edit",
    "end",
    "finish",
    "invite",
    "offer",
    "offer_unasked",
    "review",
    "save_draft",
    "shortlist",
    "submit",
    "take_back",
    "unarchive",
    "unshortlist",
    "view",
    "withdraw",
]
