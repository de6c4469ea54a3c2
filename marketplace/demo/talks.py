"""Conversations of the demo world: with a file, with something unread, with an invitation that waits for an answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet

from accounts.models import User
from common import clock
from jobs.models import Status
from proposals.models import Proposal, State
from proposals.talk import files, interviews, reading, telling, writing

_STAGES = """Stage,What you have afterwards,Days
1,A plan with two options,2
2,A first version to look at,5
3,Corrections after your reading,2
4,Handover,1
"""
_LONG: Sequence[tuple[bool, str]] = (
    (True, "Thank you for your letter. It reads as if you had sat at our table. When could you begin?"),
    (False, "On Monday. I could look at what you have on Friday already, an hour on the phone is enough."),
    (True, "Friday suits us. Could you send how you would split the work?"),
    (False, "Here are the stages. The second one is the one that is useful alone."),
    (
        True,
        "That is clear, and I like that we can stop after the second. I show it to my colleague and write tonight.",
    ),
    (True, "She asks whether the handover could be in writing. Our office moves in spring and people will change."),
)
_SHORT: Sequence[tuple[bool, str]] = (
    (True, "A question before we decide: have you done this for somebody of our size?"),
    (False, "Twice, for a bakery and for a museum shop. The second one is here: https://museum-shop.example/archive"),
    (True, "The archive is what we had in mind. Who keeps it up to date now?"),
    (False, "They do. I wrote two pages on how, and nobody has called since."),
)
_BEFORE: Sequence[tuple[bool, str]] = (
    (True, "Your bid is within what we planned. We would like to talk."),
    (False, "Gladly. I am free every morning next week."),
)
_ASKS = "With me and the colleague who will use it every day. Half an hour, on video or at our office as you like."
_TIMES = "Tuesday 10 to 12 or Thursday after 15, London time"


def talk(ben: User, ada: User, end: datetime) -> None:
    """The log-ins that everybody tries first find something to read and something to answer."""
    undecided = _undecided(end - timedelta(hours=6))
    mine = list(undecided.filter(author=ben, agency=None)[:2])
    hers = list(undecided.filter(job__client=ada).exclude(pk__in=[each.pk for each in mine])[:2])
    pool = list(undecided.filter(agency__handle="fieldstone-digital")[:1])
    for proposal in mine[:1]:
        _converse(proposal, _LONG, end - timedelta(hours=30), file_with=3)
    for proposal in mine[1:]:
        _converse(proposal, _BEFORE, end - timedelta(hours=9))
        _invite(proposal, end - timedelta(hours=2))
    for proposal in hers[:1]:
        _converse(proposal, _SHORT, end - timedelta(hours=26))
    for proposal in hers[1:]:
        _converse(proposal, _BEFORE, end - timedelta(hours=20))
        _invite(proposal, end - timedelta(hours=14), accept=True)
    for proposal in pool:
        _converse(proposal, _SHORT[:2], end - timedelta(hours=28))
    telling.tell_unread(end)


def _undecided(sent_before: datetime) -> QuerySet[Proposal]:
    """Sent long enough ago to be talked of, for jobs that live, and not decided on; the latest first."""
    early = (State.SUBMITTED, State.VIEWED, State.SHORTLISTED)
    live = Proposal.objects.filter(
        state__in=early, thread=None, sent_at__lte=sent_before, job__status__in=(Status.OPEN, Status.PAUSED)
    )
    return live.select_related("job__client", "author", "agency", "refund_policy").order_by("-sent_at", "-id")


def _converse(proposal: Proposal, lines: Iterable[tuple[bool, str]], at: datetime, *, file_with: int = -1) -> None:
    """The client and the author by turns, some hours between them; each has read before answering."""
    at = max(at, proposal.sent_at + timedelta(minutes=20))
    for place, (client, words) in enumerate(lines):
        by = proposal.job.client if client else proposal.author
        sheet = SimpleUploadedFile("Stages of the work.csv", _STAGES.encode())
        carried = [files.check(sheet, megabytes=1)] if place == file_with else []
        with clock.at(at + timedelta(minutes=47 * place)):
            writing.send(proposal, by=by, text=words, files=carried)


def _invite(proposal: Proposal, at: datetime, *, accept: bool = False) -> None:
    at = max(at, proposal.sent_at + timedelta(hours=2))
    with clock.at(at):
        made = interviews.invite(proposal, by=proposal.job.client, text=_ASKS, times=_TIMES)
    if accept:
        with clock.at(at + timedelta(hours=1)):
            reading.read(proposal.pk, proposal.author, up_to=proposal.thread.newest)
            interviews.accept(made, by=proposal.author)
