"""What the clock does to freelancers' badges and tests, in people's words."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.utils.translation import gettext, gettext_lazy, ngettext

from common.numbers import figure
from common.outlook import Line, Outlook, of_admin, told
from talent import certifications, rising
from talent.models import Attempt, Availability, AvailabilityWeek, Badge, WhyOff
from talent.rules import WEEK

_OFF = {
    WhyOff.SHORT: gettext_lazy("the balance was short"),
    WhyOff.PRICE: gettext_lazy("it costs more than they want to pay"),
    WhyOff.HIDDEN: gettext_lazy("the profile is not shown"),
}
# Wearers whose next week cannot be paid as things stand.
_SHORT = Q(profile__person__wallet__balance__lt=F("price")) | Q(price__gt=F("maximum"))


def _tests_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    grace = certifications.grace()
    return told(
        Attempt.objects.under_way().filter(deadline_at__lte=until - grace).select_related("certification", "person"),
        "deadline_at",
        later=grace,
        one=lambda row: (
            gettext("The time of {person} for the test {test} is over").format(
                person=row.person, test=row.certification
            ),
            of_admin("talent_attempt", row.pk),
        ),
        many=lambda number, _: gettext("The time of {number} tests is over").format(number=figure(number)),
        link=of_admin("talent_attempt"),
    )


def _tests_behind(since: datetime, until: datetime) -> list[Line]:
    # What the clock grades is graded as of its deadline.
    grace = certifications.grace()
    over = Attempt.objects.filter(
        finished_at=F("deadline_at"), deadline_at__gte=since - grace, deadline_at__lte=until - grace
    )
    return told(
        over.select_related("certification", "person"),
        "finished_at",
        later=grace,
        one=lambda row: (
            (gettext("{person} passed the test {test}") if row.passed else gettext("{person} failed {test}")).format(
                person=row.person, test=row.certification
            ),
            of_admin("talent_attempt", row.pk),
        ),
        many=lambda number, _: gettext("{number} tests were graded").format(number=figure(number)),
        link=of_admin("talent_attempt"),
    )


def _nights_ahead(now: datetime, until: datetime) -> list[Line]:
    first = rising.next_check()
    if first is None or first > until:
        return []
    number = max(1, rising.nights(now, until))
    words = ngettext(
        "It is checked who has earned the badge Rising Talent",
        "It is checked on {number} nights who has earned the badge Rising Talent",
        number,
    ).format(number=figure(number))
    last = first + timedelta(days=number - 1)
    return [Line(first, words, of_admin("talent_badge"), number, last if number > 1 else None)]


def _nights_behind(since: datetime, until: datetime) -> list[Line]:
    last = rising.last_check()
    if last is None or not since <= last <= until:
        return []
    number = max(1, rising.nights(since, last))
    by_rule = Badge.objects.aggregate(
        given=Count("pk", filter=Q(given_by=None, given_at__gte=since, given_at__lte=until)),
        taken=Count("pk", filter=Q(taken_by=None, taken_at__gte=since, taken_at__lte=until)),
    )
    words = gettext("It was checked who has earned Rising Talent: {given} got the badge, {taken} lost it").format(
        given=figure(by_rule["given"]), taken=figure(by_rule["taken"])
    )
    return [Line(last - timedelta(days=number - 1), words, of_admin("talent_badge"), number, last)]


def _weeks_ahead(now: datetime, until: datetime) -> list[Line]:
    due = Availability.objects.on().filter(paid_until__lte=until).exclude(_SHORT)
    if until - now <= WEEK:
        return told(
            due.select_related("profile__person"),
            "paid_until",
            one=lambda row: (
                gettext("{person} pays {connects} Connects for another week of “Available now”").format(
                    person=row.profile.person, connects=figure(row.price)
                ),
                row.profile.get_absolute_url(),
            ),
            many=_weeks,
            link=of_admin("talent_availability"),
            add="price",
        )
    return _several_weeks_each(due, until)


def _several_weeks_each(due: Any, until: datetime) -> list[Line]:
    """Wearers pay as many weeks as begin by then."""
    first = due.aggregate(at=Min("paid_until"))["at"]
    if first is None:
        return []
    later = [Q(paid_until__lte=until - number * WEEK) for number in range(1 + (until - first) // WEEK)]
    found = due.aggregate(
        **{f"number_{place}": Count("pk", filter=begun) for place, begun in enumerate(later)},
        **{f"price_{place}": Sum("price", filter=begun) for place, begun in enumerate(later)},
    )
    number, price = (sum(found[f"{what}_{n}"] or 0 for n in range(len(later))) for what in ("number", "price"))
    return [Line(first, _weeks(number, price), of_admin("talent_availability"), number)]


def _weeks(number: int, connects: int) -> str:
    return ngettext(
        "{number} week of “Available now” is paid: {connects} Connects",
        "{number} weeks of “Available now” are paid: {connects} Connects",
        number,
    ).format(number=figure(number), connects=figure(connects))


def _weeks_behind(since: datetime, until: datetime) -> list[Line]:
    # Whoever switches the badge on pays a first week that begins with it.
    renewed = Q(availability__on_since__lt=F("starts_at")) | Q(availability__on_since=None, number__gt=1)
    by_clock = AvailabilityWeek.objects.filter(renewed, starts_at__gte=since, starts_at__lte=until)
    return told(
        by_clock.select_related("availability__profile__person"),
        "starts_at",
        one=lambda week: (
            gettext("{person} paid {connects} Connects for another week of “Available now”").format(
                person=week.availability.profile.person, connects=figure(week.price)
            ),
            week.availability.profile.get_absolute_url(),
        ),
        many=lambda number, connects: gettext(
            "{number} weeks of “Available now” were paid: {connects} Connects"
        ).format(number=figure(number), connects=figure(connects)),
        link=of_admin("talent_availability"),
        add="price",
    )


def _offs_ahead(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    due = Availability.objects.on().filter(_SHORT, paid_until__lte=until)
    return told(
        due.select_related("profile__person"),
        "paid_until",
        one=lambda row: (
            gettext("The badge “Available now” of {person} goes off, unless Connects come before").format(
                person=row.profile.person
            ),
            row.profile.get_absolute_url(),
        ),
        many=lambda number, _: gettext("{number} badges “Available now” go off, unless Connects come before").format(
            number=figure(number)
        ),
        link=of_admin("talent_availability"),
    )


def _offs_behind(since: datetime, until: datetime) -> list[Line]:
    gone = Availability.objects.filter(off_why__in=_OFF, off_at__gte=since, off_at__lte=until)
    return told(
        gone.select_related("profile__person"),
        "off_at",
        one=lambda row: (
            gettext("The badge “Available now” of {person} went off: {why}").format(
                person=row.profile.person, why=_OFF[WhyOff(row.off_why)]
            ),
            row.profile.get_absolute_url(),
        ),
        many=lambda number, _: gettext("{number} badges “Available now” went off").format(number=figure(number)),
        link=of_admin("talent_availability"),
    )


TESTS = Outlook(
    "tests",
    gettext_lazy("Tests whose time is over"),
    _tests_ahead,
    _tests_behind,
    unless=gettext_lazy("Somebody handed the test in before."),
)
NIGHTS = Outlook("nights", gettext_lazy("Nights of the check for Rising Talent"), _nights_ahead, _nights_behind)
WEEKS = Outlook(
    "badge_weeks",
    gettext_lazy("Weeks of “Available now”"),
    _weeks_ahead,
    _weeks_behind,
    unless=gettext_lazy("A badge was switched off before, or went off because its wearer was short."),
)
OFFS = Outlook(
    "badge_offs",
    gettext_lazy("Badges “Available now” that go off"),
    _offs_ahead,
    _offs_behind,
    unless=gettext_lazy("Connects came in before, with a new month for example."),
)
