"""What this room knows of a person; closing an account withdraws their open proposals (PRODUCT 8, 10).

What somebody wrote to another side stays for that side, under a pseudonym (docs/decisions/0025); files go.
"""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import User
from accounts.privacy.registry import File, Gone, Holding, Kept, Obstacle, Room, Subject, stored
from common.numbers import figure, in_connects
from jobs.models import Job
from proposals import closing, standing, tell
from proposals.models import (
    Answer,
    Attachment,
    Boost,
    BoostAuction,
    Contract,
    Interview,
    JobInvitation,
    Message,
    MessageRemoval,
    Offer,
    Proposal,
    ProposalDraft,
    ReadMark,
    Review,
    Settlement,
    Thread,
)

# Kept as the name of a file: said in the language of whoever reads it.
REMOVED_FILE = gettext_noop("File of a former member")
_BOTH = ("proposal__author", "proposal__job__client")
_OTHER_SIDE = Kept("It was said to somebody, who keeps it; its author is a pseudonym.")
_BOOKS = Kept("What Connects were spent on and why they came back.")


def _obstacles(person: User) -> list[Obstacle]:
    mine = Q(proposal__author=person) | Q(proposal__job__client=person)
    running = Contract.objects.filter(mine, status=Contract.Status.ACTIVE).select_related("proposal__job")
    return [
        Obstacle(
            _("Your contract for “{job}” is running: end it first.").format(job=each.proposal.job.title),
            reverse("contract_detail", args=[each.pk]),
        )
        for each in running
    ]


def _effects(person: User) -> list[str]:
    return [
        *_of_jobs(list(Job.objects.live().filter(client=person))),
        *_of_proposals(list(standing.open_of(Q(author=person)))),
    ]


def _of_jobs(live: list[Job]) -> list[str]:
    if not live:
        return []
    refunds = sum(closing.effect(job).if_cancelled for job in live)
    ends = ngettext("Your open job is cancelled: {back}.", "Your {n} open jobs are cancelled: {back}.", len(live))
    # Translators: follows "Your open job is cancelled:".
    back = _("nobody gets Connects back by the market rules")
    if refunds:
        back = ngettext(
            "{n} proposal is refunded to the freelancers", "{n} proposals are refunded to the freelancers", refunds
        ).format(n=figure(refunds))
    return [ends.format(n=figure(len(live)), back=back)]


def _of_proposals(sent: list[Proposal]) -> list[str]:
    if not sent:
        return []
    held = Boost.objects.filter(proposal__in=sent, state=Boost.State.HELD, placed=True)
    bids = sum(held.values_list("connects", flat=True))
    words = ngettext(
        "{n} open proposal is withdrawn, without a refund.",
        "{n} open proposals are withdrawn, without a refund.",
        len(sent),
    )
    spent = _("Boosts that have a place are spent with them: {connects}.").format(connects=in_connects(bids))
    return [words.format(n=figure(len(sent))), *([spent] if bids else [])]


def _wind_up(person: User) -> None:
    for proposal in standing.open_of(Q(author=person)):
        standing.withdraw(proposal, tell.author_left)


def _files(of: Subject) -> Iterator[File]:
    for each in Attachment.objects.filter(by=of.person).exclude(file="").order_by("pk"):
        yield from stored(f"attachments/{each.pk}-{each.name}", each.file)


def _erase(of: Subject) -> None:
    """The file before its row: one that is missing already is no mistake when this runs again."""
    for each in Attachment.objects.filter(by=of.person):
        if each.file:
            each.file.delete(save=False)
        Attachment.objects.filter(pk=each.pk).update(file="", name=REMOVED_FILE)


ROOM = Room(
    "proposals",
    (
        Holding(ProposalDraft, ("author",), Gone()),
        Holding(Proposal, ("author",), _OTHER_SIDE),
        Holding(Answer, ("proposal__author",), _OTHER_SIDE),
        Holding(Contract, _BOTH, _OTHER_SIDE, hidden=("ended_by",)),
        Holding(Offer, _BOTH, _OTHER_SIDE, hidden=("answered_by",)),
        Holding(
            Review,
            ("author",),
            _OTHER_SIDE,
            # Both sides write unseen by each other.
            more=lambda person: Q(about=person, shown_at__isnull=False),
        ),
        Holding(JobInvitation, ("person", "job__client"), _OTHER_SIDE),
        Holding(Thread, ("client", "author"), _OTHER_SIDE),
        Holding(ReadMark, ("person",), Kept("How far they had read: the other side sees it.")),
        Holding(Interview, _BOTH, _OTHER_SIDE, hidden=("answered_by",)),
        Holding(Message, ("author",), _OTHER_SIDE, hidden=("token",)),
        Holding(MessageRemoval, ("message__author",), _OTHER_SIDE),
        Holding(
            Attachment,
            ("by",),
            Kept("That there was a file; the file itself and its name are gone."),
            hidden=("file",),
        ),
        Holding(Boost, ("proposal__author",), _BOOKS),
        Holding(BoostAuction, ("job__client",), _BOOKS),
        Holding(Settlement, ("proposal__author", "job__client"), _BOOKS),
    ),
    files=_files,
    obstacles=_obstacles,
    effects=_effects,
    wind_up=_wind_up,
    erase=_erase,
)
