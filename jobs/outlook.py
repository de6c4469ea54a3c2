"""What the clock does to jobs, in words: they run out, clients hear of it before, searches are looked through."""

from datetime import datetime

from django.db.models import Max, Min, Q
from django.utils.translation import gettext, gettext_lazy, ngettext

from common.numbers import figure
from common.outlook import Line, Outlook, of_admin, told
from jobs import alerts, reminding
from jobs.models import Job, JobClosure, JobEnd, Listing, SavedSearch


def _expiring(now: datetime, until: datetime) -> list[Line]:  # noqa: ARG001 - what is overdue comes too
    return told(
        Job.objects.live().filter(expires_at__lte=until),
        "expires_at",
        one=lambda job: (gettext("“{job}” runs out").format(job=job.title), job.get_absolute_url()),
        many=lambda number, _: gettext("{number} jobs run out").format(number=figure(number)),
        link=of_admin("jobs_job"),
    )


def _expired(since: datetime, until: datetime) -> list[Line]:
    by_clock = JobClosure.objects.filter(
        by=None, end__in=(JobEnd.EXPIRED, JobEnd.FILLED), at__gte=since, at__lte=until
    )
    return told(
        by_clock.select_related("job"),
        "at",
        one=lambda row: (
            (gettext("“{job}” ran out") if row.end == JobEnd.EXPIRED else gettext("“{job}” ended as filled")).format(
                job=row.job.title
            ),
            row.job.get_absolute_url(),
        ),
        many=lambda number, _: gettext("{number} jobs ran out").format(number=figure(number)),
        link=of_admin("jobs_job", query="status__exact=expired"),
    )


def _reminders_ahead(now: datetime, until: datetime) -> list[Line]:
    ahead = reminding.ahead()
    due = reminding.unreminded().filter(expires_at__gt=now, expires_at__lte=until + ahead)
    return told(
        due.select_related("client"),
        "expires_at",
        later=-ahead,
        one=lambda job: (
            gettext("{client} is told that “{job}” soon runs out").format(client=job.client, job=job.title),
            job.get_absolute_url(),
        ),
        many=lambda number, _: gettext("Clients are told of {number} jobs that soon run out").format(
            number=figure(number)
        ),
        link=of_admin("jobs_job"),
    )


def _reminders_behind(since: datetime, until: datetime) -> list[Line]:
    reminded = Job.objects.filter(reminded_at__gte=since, reminded_at__lte=until)
    return told(
        reminded.select_related("client"),
        "reminded_at",
        one=lambda job: (
            gettext("{client} was told that “{job}” soon runs out").format(client=job.client, job=job.title),
            job.get_absolute_url(),
        ),
        many=lambda number, _: gettext("Clients were told of {number} jobs that soon run out").format(
            number=figure(number)
        ),
        link=of_admin("common_notice", query="kind=job_expiring"),
    )


def _searches_ahead(now: datetime, until: datetime) -> list[Line]:
    newest = Listing.objects.aggregate(at=Max("published_at"))["at"]
    if newest is None:
        return []
    behind = alerts.behind(newest).filter(look_at__lte=until)
    found = behind.aggregate(look=Min("look_at"), seen=Min("seen_until"))
    number = behind.count() if found["look"] else 0
    if not number:
        return []
    first = Listing.objects.filter(published_at__gt=found["seen"]).aggregate(at=Min("published_at"))["at"]
    at = max(found["look"], (first or now) + alerts.SETTLED)
    words = ngettext(
        "{number} saved search is looked through for new jobs",
        "{number} saved searches are looked through for new jobs",
        number,
    )
    return [Line(at, words.format(number=figure(number)), "", number)] if at <= until else []


def _searches_behind(since: datetime, until: datetime) -> list[Line]:
    # Each is looked through up to a little before the look.
    between = Q(seen_until__gte=since - alerts.SETTLED, seen_until__lte=until)
    looked = SavedSearch.objects.filter(between, created_at__lt=since - alerts.SETTLED)
    number, first = looked.count(), looked.aggregate(at=Min("seen_until"))["at"]
    if not number:
        return []
    found = SavedSearch.objects.filter(told_at__gte=since, told_at__lte=until).count()
    words = ngettext(
        "{number} saved search was looked through; people were told of new jobs for {found}",
        "{number} saved searches were looked through; people were told of new jobs for {found}",
        number,
    )
    link = of_admin("common_notice", query="kind=saved_search")
    return [Line(first + alerts.SETTLED, words.format(number=figure(number), found=figure(found)), link, number)]


EXPIRY = Outlook(
    "jobs",
    gettext_lazy("Jobs that run out"),
    _expiring,
    _expired,
    unless=gettext_lazy("A client ended it before, or gave it more time."),
)
REMINDERS = Outlook(
    "reminders",
    gettext_lazy("Clients told that a job soon runs out"),
    _reminders_ahead,
    _reminders_behind,
    unless=gettext_lazy("The job ended before."),
)
SEARCHES = Outlook(
    "searches",
    gettext_lazy("Saved searches to be looked through"),
    _searches_ahead,
    _searches_behind,
    unless=gettext_lazy("Somebody no longer keeps the search, or wants no alerts."),
)
