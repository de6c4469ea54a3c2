"""Telling people what they have not read: once a conversation, not once a line; and of interviews at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.telling import News, tell, tell_many
from proposals.addressing import Saying, Told, addressed
from proposals.models import Interview, Message, ReadMark, Side
from proposals.talk import parties
from proposals.talk.reading import told_as

_BATCH = 500
_PREVIEW = 240


def tell_unread(at: datetime) -> int:
    """Tell whoever has left something unread for long enough. Returns how many were told; may run twice."""
    done = 0
    while due := list(_due(at).values_list("pk", flat=True)[:_BATCH]):
        done += sum(_tell_one(pk, at) for pk in due)
    return done


def next_untold() -> datetime | None:
    """When the next unread message is to be told of."""
    waiting = ReadMark.objects.filter(tell_at__isnull=False).order_by("tell_at")
    return waiting.values_list("tell_at", flat=True).first()


def invited(interview: Interview, by: User) -> None:
    """To the freelancer's side."""
    proposal = interview.proposal

    def said() -> Told:
        text = _("{name} invites you to an interview: “{job}”.").format(name=by.name, job=proposal.job.title)
        wrote = (_("They write: “{words}”").format(words=interview.text),) if interview.text else ()
        lines = (*wrote, _("The page says what accepting means for a refund before you answer."))
        facts = ((_("Job"), proposal.job.title), (_("Times"), interview.times))
        return _told(interview, "invited", text, lines, tuple(fact for fact in facts if fact[1]))

    _tell(interview, Side.FREELANCER, said)


def answered(interview: Interview, by: User) -> None:
    """To the client."""
    job = interview.proposal.job.title
    accepted = interview.standing == Interview.Standing.ACCEPTED

    def said() -> Told:
        text = _("{name} turns down your invitation to an interview: “{job}”.")
        if accepted:
            text = _("{name} accepts your invitation to an interview: “{job}”.")
        return _told(interview, interview.standing, text.format(name=by.name, job=job), (), ((_("Job"), job),))

    _tell(interview, Side.CLIENT, said)


def taken_back(interview: Interview, by: User) -> None:
    """To the freelancer's side: a line, and no mail."""

    def said() -> Told:
        text = _("{name} has taken back the invitation to an interview: “{job}”.").format(
            name=by.name, job=interview.proposal.job.title
        )
        return _told(interview, "taken_back", text, None, ())

    _tell(interview, Side.FREELANCER, said)


def _told(
    interview: Interview, happened: str, text: str, lines: tuple[str, ...] | None, facts: tuple[tuple[str, str], ...]
) -> Told:
    """Without `lines` there is no mail."""
    link, reference = interview.proposal.thread.get_absolute_url(), f"interview:{interview.pk}:{happened}"
    subject = text if lines is not None else ""
    return Told("interview", reference, text, link, subject, lines or (), facts, _("See the conversation"))


def _tell(interview: Interview, side: Side, said: Saying) -> None:
    tell_many(addressed(each, said) for each in parties.listening(interview.proposal.thread, side))


def _due(at: datetime) -> QuerySet[ReadMark]:
    return ReadMark.objects.filter(tell_at__lte=at).order_by("tell_at", "pk")


@transaction.atomic
def _tell_one(pk: int, at: datetime) -> int:
    """Of whatever is unread in one conversation. Somebody reading at this instant comes before or after it."""
    marks = ReadMark.objects.select_for_update(no_key=True, of=("self",))
    mark = marks.select_related("thread__proposal__job", "person").filter(pk=pk, tell_at__lte=at).first()
    if mark is None:
        return 0
    if not parties.may_read(mark.thread, mark.person):
        mark = parties.hand_over(mark)
    new = mark.thread.messages.filter(pk__gt=mark.reached, kind=Message.Kind.WORDS, removal=None)
    first = new.exclude(side=mark.side).select_related("author").order_by("pk").first()
    # Where nothing was told, the next message is.
    ReadMark.objects.filter(pk=mark.pk).update(tell_at=None, told=first is not None)
    if first is not None:
        tell(_news(mark, first))
    return 1


def _news(mark: ReadMark, message: Message) -> News:
    def said() -> Told:
        title = mark.thread.proposal.job.title
        text = _("{name} wrote to you about “{job}”.").format(name=message.author.name, job=title)
        words = message.text[:_PREVIEW] + ("…" if len(message.text) > _PREVIEW else "")
        lines = (f"“{words}”",) if words else (_("They sent a file."),)
        link, facts = mark.thread.get_absolute_url(), ((_("Job"), title),)
        return Told("message", told_as(mark), text, link, text, lines, facts, _("Read and answer"))

    return addressed(mark.person, said)
