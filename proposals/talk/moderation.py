"""Messages as operators judge them: reported by whoever reads them on the other side. Nobody else sees their words."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.trust import registry
from accounts.trust.models import Case
from accounts.trust.registry import Section, Thing
from common import clock
from proposals.models import Message, MessageRemoval
from proposals.talk import parties

KIND = "message"
# What the desk shows around a message: as much as tells what it answers.
_AROUND = 5
# What carries words of its writer's.
_SAYS_SOMETHING = (Message.Kind.WORDS, Message.Kind.INVITED)


def register() -> None:
    registry.register(
        registry.Reportable(
            KIND, gettext_lazy("message"), find, sections=sections, remove=take_down, against_freelancer=True
        )
    )


def find(number: int, reader: User | None) -> Thing | None:
    found = Message.objects.select_related("thread__proposal__job", "thread__proposal__agency", "author", "removal")
    message = found.filter(pk=number, kind__in=_SAYS_SOMETHING).first()
    if message is None:
        return None
    proposal = message.thread.proposal
    if reader is not None and hasattr(message, "removal"):
        return None
    if reader is not None and parties.side_of(proposal, reader) in (None, message.side):
        return None
    address = f"{reverse('talk', args=[proposal.pk])}#message-{message.pk}"
    title = _("Message by {name} about {job}").format(name=message.author.name, job=proposal.job.title)
    return Thing(title, address, message.author, message.author.name)


def take_down(number: int, _by: User, _violation: str, _reason: str) -> None:
    """Its words and files are shown to nobody any more; who, why and when stand in the case. Twice is once."""
    if Message.objects.filter(pk=number, kind__in=_SAYS_SOMETHING).exists():
        MessageRemoval.objects.get_or_create(message_id=number, defaults={"at": clock.now()})


def sections(case: Case) -> list[Section]:
    message = Message.objects.select_related("thread__proposal", "interview").filter(pk=case.object_id).first()
    if message is None:
        return []
    thread = Message.objects.filter(thread=message.thread_id, kind=Message.Kind.WORDS).select_related("author")
    before = list(thread.filter(pk__lt=message.pk).order_by("-pk")[:_AROUND])[::-1]
    after = list(thread.filter(pk__gt=message.pk).order_by("pk")[:_AROUND])
    proposal = reverse("admin:proposals_proposal_change", args=[message.thread.proposal_id])
    files = [(file.name, "") for file in message.attachments.all()]
    return [
        Section(_("What it says"), [(text, "") for text in _words(message)]),
        Section(_("Its files, by name"), files),
        Section(_("Before it"), [_line(each) for each in before]),
        Section(_("After it"), [_line(each) for each in after]),
        Section(_("The proposal"), [(str(message.thread.proposal), proposal)]),
    ]


def _words(message: Message) -> list[str]:
    if message.interview is not None:
        return [each for each in (message.interview.text, message.interview.times) if each] or [_("(no words)")]
    return [message.text or _("(no words)")]


def _line(message: Message) -> tuple[str, str]:
    words = message.text or _("(a file)")
    return f"{message.author.name}: {words}", ""
