"""Finding open jobs: a page of them with what a list shows, in any order, whatever is asked for."""

from dataclasses import dataclass, field, replace
from functools import partial

from django.db.models.functions import Left

from common.lists import places, search
from common.lists.finding import gather
from common.lists.matching import ranks
from common.lists.search import Hits
from jobs.criteria import Criteria, Sort, matching
from jobs.fitting import Freelancer
from jobs.fitting import ranks as fits
from jobs.listing import WORDS
from jobs.models import Job, JobPolicy, Listing

# What each order compares, the larger first; the number of the job decides between equals.
_KEYS: dict[Sort, tuple[str, ...]] = {
    Sort.NEWEST: ("featured", "published_at", "pk"),
    Sort.BUDGET: ("by_budget", "pk"),
    Sort.COST: ("by_cost", "pk"),
}
_AGE = ("published_at", "pk")
_FEWEST = ("by_fewest", "pk")


@dataclass(frozen=True, slots=True)
class Found:
    """One page. `count` jobs answer, or more than that unless `exact`; None on later pages, which do not count."""

    jobs: list[Job] = field(default_factory=list)
    after: str = ""
    count: int | None = None
    exact: bool = True
    # Whether only the newest matches were sorted.
    newest_only: bool = False


def find(wanted: Criteria, sort: Sort, *, after: str = "", who: Freelancer | None = None) -> Found:
    """A page of open jobs. `after` is where the last page ended; anything else in it begins anew.

    `who` is needed for the order "Fits you", which leaves out what shares no skill with them.
    """
    hits = _fitting(wanted, who, after) if sort == Sort.FITS and who else _hits(wanted, sort, after)
    return Found(_rows(hits.ids), hits.after, hits.count, hits.exact, hits.newest_only)


def _fitting(wanted: Criteria, who: Freelancer, after: str) -> Hits:
    first_job_minor = JobPolicy.objects.values_list("first_job_minor", flat=True).get(pk=1)
    matches = matching(Listing.objects.all(), replace(wanted, any_skill=tuple(sorted(who.skills))))
    return search.best(partial(fits, who, first_job_minor=first_job_minor), matches, _AGE, after)


def _hits(wanted: Criteria, sort: Sort, after: str) -> Hits:
    rows = Listing.objects.all()
    matches = matching(rows, wanted)
    if sort == Sort.RELEVANCE and wanted.text:
        return search.best(partial(ranks, WORDS, wanted.text), matches, _AGE, after)
    if sort == Sort.FEWEST:
        return _fewest(wanted, after)
    return search.in_order(rows, matches if wanted else None, _KEYS.get(sort, _KEYS[Sort.NEWEST]), after)


def _fewest(wanted: Criteria, after: str) -> Hits:
    """By proposals, which only the job itself counts."""
    jobs = Job.objects.open()
    place = places.read(after, _FEWEST, Job)
    if not wanted:
        following = search.following(jobs, _FEWEST, place)
        return search.page(following, place, *search.count_all(Listing.objects.all(), place))
    next_ones = places.ordered(places.beyond(jobs, _FEWEST, place), _FEWEST)
    walked = matching(Listing.objects.filter(pk__in=next_ones.values("pk")[: search.RANKED]), wanted)
    found = search.following(jobs.filter(pk__in=walked.values("pk")), _FEWEST, place)
    if len(found) > search.SIZE:
        return search.page(found, place, search.SIZE, False)
    newest, count = gather(matching(Listing.objects.all(), wanted), _AGE, None, limit=search.AMONG)
    found = search.following(jobs.filter(pk__in=[pk for _, pk in newest]), _FEWEST, place)
    return search.page(found, place, count, True, newest_only=count > search.AMONG)


def _rows(ids: list[int]) -> list[Job]:
    """What a list shows of these jobs, in this order. A job that closed meanwhile is left out."""
    if not ids:
        return []
    jobs = (
        Job.objects.open()
        .filter(pk__in=ids)
        .defer("description")
        .annotate(opening=Left("description", 400))
        .select_related("category", "client__client_profile", "listing")
        .in_bulk()
    )
    asked = Job.skills.through.objects.filter(job_id__in=ids).order_by("skill__name")
    # Names are all that a list shows of skills: a hundred of them are not worth a hundred rows in full.
    names: dict[int, list[str]] = {pk: [] for pk in ids}
    for pk, name in asked.values_list("job_id", "skill__name"):
        names[pk].append(name)
    for pk, job in jobs.items():
        job.__dict__["skill_names"] = names[pk]
    return [jobs[pk] for pk in ids if pk in jobs]
