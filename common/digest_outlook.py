"""Digests that are due, in people's words."""

from datetime import datetime

from django.db.models import Count, Max, Min
from django.utils.translation import gettext_lazy, ngettext

from common.models import Mail
from common.numbers import figure
from common.outlook import Line, Outlook, of_admin


def _ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    due = Mail.objects.waiting().filter(collect_at__lte=until, person__is_active=True)
    found = due.aggregate(
        number=Count("person", distinct=True),
        lines=Count("pk"),
        first=Min("collect_at"),
        last=Max("collect_at"),
    )
    if not found["number"]:
        return []
    words = ngettext(
        "{number} digest goes out, with news that has waited: {lines}",
        "{number} digests go out, with news that has waited: {lines}",
        found["number"],
    )
    return [
        Line(
            found["first"],
            _said(words, found["number"], found["lines"]),
            of_admin("common_mail"),
            found["number"],
            found["last"],
        )
    ]


def _behind(since: datetime, until: datetime) -> list[Line]:
    sent = Mail.objects.filter(collected_at__gte=since, collected_at__lte=until, person__is_active=True)
    # Whoever has one every day has had several.
    found = sent.aggregate(lines=Count("pk"), first=Min("collected_at"), last=Max("collected_at"))
    number = sent.values("person", "collected_at").distinct().count() if found["lines"] else 0
    if not number:
        return []
    words = ngettext(
        "{number} digest went out, with news that had waited: {lines}",
        "{number} digests went out, with news that had waited: {lines}",
        number,
    )
    return [
        Line(
            found["first"],
            _said(words, number, found["lines"]),
            of_admin("common_mail"),
            number,
            found["last"],
        )
    ]


def _said(words: str, number: int, lines: int) -> str:
    return words.format(number=figure(number), lines=figure(lines))


DIGESTS = Outlook(
    "digests",
    gettext_lazy("Digests of waiting news"),
    _ahead,
    _behind,
    unless=gettext_lazy("Somebody wants them at another pace now."),
)
