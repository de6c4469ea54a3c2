"""Suspensions that end by the clock, in people's words."""

from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from accounts.models import User
from accounts.trust.models import StandingEvent
from common.numbers import figure
from common.outlook import Line, Outlook, of_admin, told


def _ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    return told(
        User.objects.filter(suspended_until__lte=until),
        "suspended_until",
        one=lambda person: (
            gettext("The suspension of {person} ends").format(person=person),
            of_admin("accounts_user", person.pk),
        ),
        many=lambda number, _: gettext("{number} suspensions end").format(number=figure(number)),
        link=of_admin("accounts_user"),
    )


def _behind(since: datetime, until: datetime) -> list[Line]:
    ended = StandingEvent.objects.filter(kind=StandingEvent.Kind.ENDED, at__gte=since, at__lte=until)
    return told(
        ended.select_related("person"),
        "at",
        one=lambda row: (
            gettext("The suspension of {person} has ended").format(person=row.person),
            of_admin("accounts_user", row.person_id),
        ),
        many=lambda number, _: gettext("{number} suspensions have ended").format(number=figure(number)),
        link=of_admin("accounts_standingevent"),
    )


SUSPENSIONS = Outlook(
    "suspensions",
    gettext_lazy("Suspensions that end"),
    _ahead,
    _behind,
    unless=gettext_lazy("An operator lifted it, or made it longer."),
)
