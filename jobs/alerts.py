"""Telling people of new jobs that answer the searches they keep (PRODUCT 7).

Each search is due at an instant of its own row. Looked through twice, or killed between, it tells once: the news, and
up to where the search has been looked through, are written in one transaction. Many new jobs are one line, not many.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell
from jobs.criteria import matching
from jobs.filters import FilterForm, Known, known
from jobs.models import Job, JobPolicy, Listing, SavedSearch
from jobs.wording import budget

_BATCH = 50
# Jobs named in a mail; the rest are counted.
_NAMED = 5
_COUNTED = 100
# A job can be seen a moment after it was published: what is younger than this is left for the next look.
SETTLED = timedelta(seconds=60)


def alert_due(at: datetime) -> int:
    """Look through every search that is due. Returns how many were looked through."""
    done = 0
    while looked := _look_some(at):
        done += looked
    return done


def next_alert() -> datetime | None:
    """When the next search is to be looked through: none is, while no job has come since the last look."""
    newest = Listing.objects.aggregate(at=Max("published_at"))["at"]
    if newest is None:
        return None
    found = behind(newest).aggregate(look=Min("look_at"), seen=Min("seen_until"))
    if found["look"] is None:
        return None
    first = Listing.objects.filter(published_at__gt=found["seen"]).aggregate(at=Min("published_at"))["at"]
    due: datetime = max(found["look"], first + SETTLED)
    return due


@transaction.atomic
def _look_some(at: datetime) -> int:
    until = at - SETTLED
    newest = Listing.objects.filter(published_at__lte=until).aggregate(at=Max("published_at"))["at"]
    if newest is None:
        return 0
    due = behind(newest).filter(look_at__lte=at).order_by("look_at", "id").select_related("person")
    searches = list(due.select_for_update(no_key=True, skip_locked=True, of=("self",))[:_BATCH])
    if not searches:
        return 0
    next_look = at + timedelta(minutes=JobPolicy.objects.get(pk=1).alert_minutes)
    facts = known()
    for search in searches:
        if _tell(search, until, facts):
            search.told_at = at
        search.seen_until, search.look_at = until, next_look
    SavedSearch.objects.bulk_update(searches, ["seen_until", "look_at", "told_at"])
    return len(searches)


def behind(newest: datetime) -> QuerySet[SavedSearch]:
    """Searches that alert and have not been looked through since that job came."""
    return SavedSearch.objects.filter(look_at__isnull=False, seen_until__lt=newest)


def _tell(search: SavedSearch, until: datetime, facts: Known) -> bool:
    """Tell of what is new, if there is any. What can no longer be read (its category is gone) finds nothing."""
    form = FilterForm(QueryDict(search.query.removeprefix("?")), facts)
    if form.errors:
        return False
    fresh = Listing.objects.filter(published_at__gt=search.seen_until, published_at__lte=until)
    fresh = matching(fresh.exclude(job__client=search.person_id), form.criteria())
    ids = list(fresh.order_by("-published_at", "-pk").values_list("pk", flat=True)[:_COUNTED])
    if not ids:
        return False
    tell(_news(search, ids, until))
    return True


def _news(search: SavedSearch, ids: list[int], until: datetime) -> News:
    jobs = Job.objects.in_bulk(ids[:_NAMED])
    named = [jobs[pk] for pk in ids[:_NAMED] if pk in jobs]
    rest = len(ids) - len(named)
    with read_by(search.person):
        headline = _headline(search, len(ids))
        return News(
            search.person,
            "saved_search",
            f"saved_search:{search.pk}:{until:%Y%m%d%H%M%S}",
            headline,
            search.get_absolute_url(),
            subject=headline,
            lines=(_since(search, len(ids)), *([_and_more(rest)] if rest else [])),
            facts=tuple((job.title, _in_short(job)) for job in named),
            label=_("See them all"),
        )


def _headline(search: SavedSearch, number: int) -> str:
    if number == _COUNTED:
        return _("{n} new jobs or more: {search}").format(n=figure(number), search=search.name)
    said = ngettext("{n} new job: {search}", "{n} new jobs: {search}", number)
    return said.format(n=figure(number), search=search.name)


def _since(search: SavedSearch, number: int) -> str:
    if number == _COUNTED:
        said = _("{n} new jobs or more since we last looked through your saved search “{search}”.")
    else:
        said = ngettext(
            "{n} new job since we last looked through your saved search “{search}”.",
            "{n} new jobs since we last looked through your saved search “{search}”.",
            number,
        )
    return said.format(n=figure(number), search=search.name)


def _and_more(rest: int) -> str:
    said = ngettext(
        "Here are the newest; {n} more is on the site.", "Here are the newest; {n} more are on the site.", rest
    )
    return said.format(n=figure(rest))


def _in_short(job: Job) -> str:
    said = ngettext("{budget}, {n} Connect", "{budget}, {n} Connects", job.cost)
    return said.format(budget=budget(job), n=figure(job.cost))
