"""Telling people what they have not read: once a conversation, not once a line; and of interviews at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.telling import News, tell, tell_many
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
    text = f"{by.name} invites you to an interview: “{proposal.job.title}”."
    facts = (("Job", proposal.job.title), ("Times", interview.times))
    lines = (
        *((f"They write: “{interview.text}”",) if interview.text else ()),
        "The page says what accepting means for a refund before you answer.",
    )
    _tell(interview, Side.FREELANCER, "invited", text, lines, tuple(fact for fact in facts if fact[1]))


def answered(interview: Interview, by: User) -> None:
    """To the client."""
    accepted = interview.standing == Interview.Standing.ACCEPTED
    did = "accepts your invitation" if accepted else "turns down your invitation"
    text = f"{by.name} {did} to an interview: “{interview.proposal.job.title}”."
    _tell(interview, Side.CLIENT, interview.standing, text, (), (("Job", interview.proposal.job.title),))


def taken_back(interview: Interview, by: User) -> None:
    """To the freelancer's side: a line, and no mail."""
    text = f"{by.name} has taken back the invitation to an interview: “{interview.proposal.job.title}”."
    _tell(interview, Side.FREELANCER, "taken_back", text, None, ())


def _tell(
    interview: Interview,
    side: Side,
    happened: str,
    text: str,
    lines: tuple[str, ...] | None,
    facts: tuple[tuple[str, str], ...],
) -> None:
    """Without `lines` there is no mail."""
    thread = interview.proposal.thread
    link, reference = thread.get_absolute_url(), f"interview:{interview.pk}:{happened}"
    subject = text if lines is not None else ""
    tell_many(
        News(each, "interview", reference, text, link, subject, lines or (), facts, "See the conversation")
        for each in parties.listening(thread, side)
    )


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
    title = mark.thread.proposal.job.title
    text = f"{message.author.name} wrote to you about “{title}”."
    said = message.text[:_PREVIEW] + ("…" if len(message.text) > _PREVIEW else "")
    lines = (f"“{said}”",) if said else ("They sent a file.",)
    link = mark.thread.get_absolute_url()
    return News(mark.person, "message", told_as(mark), text, link, text, lines, (("Job", title),), "Read and answer")
