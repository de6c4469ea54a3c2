"""The conversation about a proposal: what was written, with which files, how far each has read, and interviews."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from common.models import Policy
from proposals.models.proposal import Proposal


class Side(models.TextChoices):
    """The two sides of a conversation. An agency's side is its author and whoever runs the agency."""

    CLIENT = "client", _("Client")
    FREELANCER = "freelancer", _("Freelancer")


class TalkPolicy(Policy):
    """How much a message may carry, and when an unread one is told of; one row."""

    message_characters = models.PositiveIntegerField(default=5_000)
    files_a_message = models.PositiveSmallIntegerField(default=5)
    # Larger ones are cut while they come in (common.uploads), so no more than this can be allowed.
    file_megabytes = models.PositiveSmallIntegerField(default=5)
    thread_megabytes = models.PositiveIntegerField(default=200)
    # Whoever sits at the conversation has read it by then, and is sent no mail for each line.
    tell_after_seconds = models.PositiveIntegerField(default=60)

    class Meta:
        verbose_name_plural = _("talk policy")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="talk_policy_has_one_row"),
            models.CheckConstraint(
                condition=Q(message_characters__gte=100, message_characters__lte=20_000),
                name="message_is_between_100_and_20000_characters",
            ),
            models.CheckConstraint(condition=Q(files_a_message__lte=20), name="message_carries_20_files_at_most"),
            models.CheckConstraint(
                condition=Q(file_megabytes__gte=1, file_megabytes__lte=7), name="file_is_between_1_and_7_megabytes"
            ),
            models.CheckConstraint(condition=Q(tell_after_seconds__lte=86_400), name="message_is_told_within_a_day"),
        ]

    def __str__(self) -> str:
        return gettext("Conversations")


class Thread(models.Model):
    """One conversation a proposal. Whose it is was copied from job and proposal, which never change hands."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, primary_key=True, related_name="thread")
    client = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(
        "accounts.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    began_at = models.DateTimeField()
    # The number of its newest message.
    newest = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["client", "-newest"], name="thread_of_client"),
            models.Index(fields=["author", "-newest"], name="thread_of_author"),
            models.Index(fields=["agency", "-newest"], condition=Q(agency__isnull=False), name="thread_of_agency"),
        ]

    def __str__(self) -> str:
        return gettext("Conversation about proposal {number}").format(number=self.proposal_id)

    def get_absolute_url(self) -> str:
        return reverse("talk", args=[self.proposal_id])


class ReadMark(models.Model):
    """How far somebody who takes part has read. Whoever only looks on for an agency has none until they write."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="marks", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    side = models.CharField(max_length=10, choices=Side)
    # The newest message of the other side, the one that this person has reached, and when that was.
    newest = models.BigIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    reached_at = models.DateTimeField(null=True, blank=True)
    # When what is unread is to be told of; told once until the person has read again.
    tell_at = models.DateTimeField(null=True, blank=True)
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "person"], name="person_has_one_mark_a_thread"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(newest__gt=F("reached")), name="mark_unread"),
            models.Index(fields=["tell_at"], condition=Q(tell_at__isnull=False), name="mark_to_tell"),
        ]


class Interview(models.Model):
    """An invitation to an interview and what became of it. Accepting makes interviewing the proposal's stage."""

    class Standing(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        TURNED_DOWN = "turned_down", _("Turned down")
        TAKEN_BACK = "taken_back", _("Taken back")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="interviews")
    text = models.TextField(max_length=1000, blank=True)
    # As the client wrote them: nobody's calendar is kept here.
    times = models.TextField(max_length=500, blank=True)
    invited_at = models.DateTimeField()
    standing = models.CharField(max_length=11, choices=Standing, default=Standing.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Whoever accepted, turned it down or took it back.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(standing="open"), name="proposal_has_one_open_invitation"
            ),
            models.CheckConstraint(
                condition=Q(standing="open", answered_at=None, answered_by=None)
                | (~Q(standing="open") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="answered_invitation_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Interview {number}: {standing}").format(number=self.pk, standing=self.get_standing_display())

    def taken_down(self) -> bool:
        """Whether operators have removed its words."""
        return MessageRemoval.objects.filter(message__interview=self).exists()


class Message(models.Model):
    """Something said, or something that happened, in its place in the conversation. Written once, never changed."""

    class Kind(models.TextChoices):
        WORDS = "words", _("Message")
        INVITED = "invited", _("Invitation to an interview")
        ACCEPTED = "accepted", _("Interview accepted")
        TURNED_DOWN = "turned_down", _("Interview turned down")
        TAKEN_BACK = "taken_back", _("Invitation taken back")

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.WORDS)
    side = models.CharField(max_length=10, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=20_000, blank=True)
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    sent_at = models.DateTimeField(default=clock.now)
    # Of the form that it was typed into: sent twice, it is said once.
    token = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "author", "token"], condition=~Q(token=""), name="message_is_sent_once_a_form"
            ),
            models.CheckConstraint(
                condition=Q(kind="words", interview=None) | (~Q(kind="words") & Q(interview__isnull=False)),
                name="what_happened_names_its_interview",
            ),
        ]
        indexes = [models.Index(fields=["thread", "id"], name="message_of_thread")]

    def __str__(self) -> str:
        return gettext("Message {number}").format(number=self.pk)


class MessageRemoval(models.Model):
    """Operators took this message down: it keeps its place and its row, but its words and files are shown to nobody.

    Who decided so and why stands in the case.
    """

    message = models.OneToOneField(Message, on_delete=models.PROTECT, primary_key=True, related_name="removal")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return gettext("Message {number} taken down").format(number=self.message_id)


def private_place(_attachment: "Attachment", _name: str) -> str:
    """A name that nobody can guess and that says nothing of the file; no address leads there."""
    name = secrets.token_hex(16)
    return f"attachments/{name[:2]}/{name}"


class Attachment(models.Model):
    """A file of a message. The row is there before the file: what no message took up is found and swept away."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to=private_place, max_length=100)
    # As its sender called it, made harmless; and what it really is, by its content.
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["uploaded_at"], condition=Q(message=None), name="attachment_of_no_message"),
        ]

    def __str__(self) -> str:
        return self.name
