"""Saying something. The client's first words begin the conversation and move the proposal to "in discussion".

Locks: for the client's first words, and while a bid is held, the job, as every step of a client's; then the thread, so
that its messages have one order.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.numbers import figure
from jobs import services as jobs
from proposals import boosts
from proposals.errors import NotYours
from proposals.models import Attachment, Boost, Interview, Message, Proposal, ReadMark, Side, State, Thread
from proposals.rules import may_become
from proposals.services.moving import move
from proposals.talk import parties, policy, storing, words
from proposals.talk.errors import FilesRefused, NotBegun, NothingSaid
from proposals.talk.files import Checked
from proposals.talk.standing import check_open

_MEGABYTE = 1024 * 1024


def send(proposal: Proposal, *, by: User, text: str, files: Sequence[Checked] = (), token: str = "") -> Message:
    """Store the files, then say it all in one transaction; what was stored and not said with it goes again.

    Raises as `write`.
    """
    stored: list[Attachment] = []
    try:
        for each in files:
            stored.append(storing.store(each, by=by))
        return write(proposal, by=by, text=text, files=stored, token=token)
    finally:
        storing.discard([each.pk for each in stored])


@transaction.atomic
def write(proposal: Proposal, *, by: User, text: str, files: Sequence[Attachment] = (), token: str = "") -> Message:
    """Say something about a proposal. The same words with the same `token` are said once: the second time
    answers with what was said.

    Raises NotYours, NotBegun, TalkClosed, NothingSaid, FilesRefused.
    """
    side = parties.side_of(proposal, by)
    if side is None:
        raise NotYours
    text = words.clean(text)
    if not text and not files:
        raise NothingSaid
    if side == Side.CLIENT:
        _spend_its_boost(proposal)
    thread = hold(proposal, side, by)
    if token and (said := thread.messages.filter(author=by, token=token).first()):
        if said.text == text:
            return said
        # A page come back to, with other words in it: they are a message of their own.
        token = ""
    message = say(thread, side=side, by=by, text=text, token=token)
    _take_up(files, message, by)
    return message


def hold(proposal: Proposal, side: Side, by: User) -> Thread:
    """The conversation, locked until the transaction ends; begun, if it is the client who asks.

    Raises NotBegun, TalkClosed.
    """
    thread = _locked(proposal)
    if thread is None and side != Side.CLIENT:
        raise NotBegun
    if thread is None:
        return _begin(proposal, by)
    check_open(Proposal.objects.select_related("job").get(pk=proposal.pk), by)
    return thread


def say(
    thread: Thread,
    *,
    side: Side,
    by: User,
    text: str = "",
    kind: Message.Kind = Message.Kind.WORDS,
    interview: Interview | None = None,
    token: str = "",
) -> Message:
    """Put it into a locked conversation. Whoever writes has read what stands above; the others have not."""
    now = clock.now()
    message = Message.objects.create(
        thread=thread, kind=kind, side=side, author=by, text=text, interview=interview, sent_at=now, token=token
    )
    thread.newest = message.pk
    thread.save(update_fields=["newest"])
    parties.follow_who_left(thread)
    read = {"side": side, "reached": message.pk, "reached_at": now, "tell_at": None, "told": False}
    ReadMark.objects.update_or_create(thread=thread, person=by, defaults=read)
    unread = thread.marks.exclude(side=side)
    unread.update(newest=message.pk)
    if kind == Message.Kind.WORDS:
        unread.filter(tell_at=None, told=False).update(tell_at=now + policy.tell_after())
    return message


def _spend_its_boost(proposal: Proposal) -> None:
    """Whoever writes about a boosted proposal has looked at it. The job is locked only while a bid is held."""
    if Boost.objects.filter(proposal=proposal, state=Boost.State.HELD).exists():
        boosts.seen(proposal, job=jobs.lock_published(proposal.job_id))


def _locked(proposal: Proposal) -> Thread | None:
    return Thread.objects.select_for_update(no_key=True).filter(pk=proposal.pk).first()


def _begin(proposal: Proposal, by: User) -> Thread:
    """A proposal that was not opened yet counts as viewed by being written to; one put away comes back."""
    job = jobs.lock_published(proposal.job_id)
    proposal.refresh_from_db(fields=["state", "stage", "viewed_at", "archived_at"])
    proposal.job = job
    check_open(proposal, by)
    # Somebody may have begun it while this waited.
    if thread := _locked(proposal):
        return thread
    now = clock.now()
    if may_become(State(proposal.state), State.IN_DISCUSSION):
        seen = Coalesce("viewed_at", now)
        move(proposal, State.IN_DISCUSSION, job=job, viewed_at=seen, archived_at=None)
    thread = Thread.objects.create(
        proposal=proposal, client_id=job.client_id, author_id=proposal.author_id, agency=proposal.agency, began_at=now
    )
    ReadMark.objects.create(thread=thread, person=parties.first_of(proposal), side=Side.FREELANCER)
    return thread


def _take_up(files: Sequence[Attachment], message: Message, by: User) -> None:
    """Raises FilesRefused when they are more than a conversation keeps, or are not there any more."""
    if not files:
        return
    kept = Attachment.objects.filter(message__thread=message.thread_id).aggregate(total=Sum("size"))["total"] or 0
    most = policy.figures().thread_megabytes
    if kept + sum(each.size for each in files) > most * _MEGABYTE:
        words = _("The files of this conversation would be more than the {most} MB that it can keep.")
        raise FilesRefused(words.format(most=figure(most)))
    waiting = Attachment.objects.filter(pk__in=[each.pk for each in files], by=by, message=None)
    if waiting.update(message=message) != len(files):
        raise FilesRefused(_("The files did not arrive. Choose them again."))
