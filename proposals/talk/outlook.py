"""Who is told of unread messages by the clock, in people's words."""

from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from common.models import Notice
from common.numbers import figure
from common.outlook import Line, Outlook, of_admin, told
from proposals.models import ReadMark


def _messages_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    return told(
        ReadMark.objects.filter(tell_at__lte=until).select_related("person", "thread__proposal__job"),
        "tell_at",
        one=lambda row: (
            gettext("{person} is told of an unread message about “{job}”").format(
                person=row.person, job=row.thread.proposal.job.title
            ),
            of_admin("proposals_thread", row.thread_id),
        ),
        many=lambda number, _: gettext("{number} people are told of unread messages").format(number=figure(number)),
        link=of_admin("proposals_thread"),
    )


def _messages_behind(since: datetime, until: datetime) -> list[Line]:
    given = Notice.objects.filter(kind="message", created_at__gte=since, created_at__lte=until)
    return told(
        given.select_related("person"),
        "created_at",
        one=lambda row: (
            gettext("{person} was told of an unread message").format(person=row.person),
            of_admin("common_notice", row.pk),
        ),
        many=lambda number, _: gettext("{number} people were told of unread messages").format(number=figure(number)),
        link=of_admin("common_notice"),
    )


MESSAGES = Outlook(
    "messages",
    gettext_lazy("People told of unread messages"),
    _messages_ahead,
    _messages_behind,
    unless=gettext_lazy("Somebody read the message before, or wants no such notices."),
)
