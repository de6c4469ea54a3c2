"""Finding open jobs quickly whatever is asked for.

First the jobs next in order are looked through, so many and no more: what is common is found there at once. What is
rarer is gathered through the indexes and sorted after. Neither trusts the planner to guess how words and filters go
together. Where sorting all matches would be slow, the newest of them are sorted, and the page says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from django.db.models import Model
from django.db.models.functions import Left

from jobs import paging
from jobs.criteria import Criteria, Sort, matching
from jobs.finding import gather, walk
from jobs.fitting import Freelancer
from jobs.fitting import ranks as fits
from jobs.matching import ranks
from jobs.models import Job, JobPolicy, Listing
from jobs.paging import Place

SIZE = 20
# How many jobs are looked through in order before going by the indexes. What one job in twenty answers is found by the
# short walk, what one in 150 answers by the long one.
WALKS = (400, 3_000)
# Best matches are looked for among the newest so many, when at least this many of them match; otherwise among all.
RANKED, ENOUGH = 1_500, 40
# Of more matches than that, the newest are ranked, or sorted by their proposals.
AMONG = 300
_COUNTED = 1_000
# What each order compares, the larger first; the number of the job decides between equals.
_KEYS: dict[Sort, tuple[str, ...]] = {
    Sort.NEWEST: ("featured", "published_at", "pk"),
    Sort.BUDGET: ("by_budget", "pk"),
    Sort.COST: ("by_cost", "pk"),
}
_AGE = ("published_at", "pk")
_FEWEST = ("by_fewest", "pk")
_RANK = ("rank", "pk")


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
    if sort == Sort.RELEVANCE and wanted.text:
        return _best(wanted, after, partial(ranks, wanted.text))
    if sort == Sort.FITS and who:
        first_job_minor = JobPolicy.objects.values_list("first_job_minor", flat=True).get(pk=1)
        mine = replace(wanted, any_skill=tuple(sorted(who.skills)))
        return _best(mine, after, partial(fits, who, first_job_minor=first_job_minor))
    if sort == Sort.FEWEST:
        return _fewest(wanted, after)
    return _in_order(wanted, _KEYS.get(sort, _KEYS[Sort.NEWEST]), after)


def _in_order(wanted: Criteria, keys: Sequence[str], after: str) -> Found:
    """In an order that the list itself has."""
    place = paging.read(after, keys)
    if not wanted:
        next_ones = paging.ordered(paging.beyond(Listing.objects.all(), keys, place), keys)
        return _page(list(next_ones.values_list("pk", flat=True)[: SIZE + 1]), keys, place, *_count_all(place))
    for steps in WALKS:
        ids, count = walk(wanted, keys, place, steps=steps, limit=SIZE + 1)
        if len(ids) > SIZE:
            return _page(ids, keys, place, count, False)
    ids, count = gather(wanted, keys, place, limit=SIZE + 1)
    return _page(ids, keys, place, count, True)


def _fewest(wanted: Criteria, after: str) -> Found:
    """By proposals, which only the job itself counts."""
    place = paging.read(after, _FEWEST)
    next_ones = paging.ordered(paging.beyond(Job.objects.open(), _FEWEST, place), _FEWEST)
    if not wanted:
        return _page(list(next_ones.values_list("pk", flat=True)[: SIZE + 1]), _FEWEST, place, *_count_all(place))
    walked = matching(Listing.objects.filter(pk__in=next_ones.values("pk")[:RANKED]), wanted)
    ids = list(next_ones.filter(pk__in=walked.values("pk")).values_list("pk", flat=True)[: SIZE + 1])
    if len(ids) > SIZE:
        return _page(ids, _FEWEST, place, SIZE, False)
    matches, count = gather(wanted, _AGE, None, limit=AMONG)
    ids = list(next_ones.filter(pk__in=matches).values_list("pk", flat=True)[: SIZE + 1])
    return _page(ids, _FEWEST, place, count, True, newest_only=count > AMONG)


def _best(wanted: Criteria, after: str, ranked: Callable[[list[int]], list[tuple[int, int]]]) -> Found:
    """By how well they answer. Later pages rank what the first one did: where it began goes along in the address."""
    begun, _, rest = after.partition("~")
    top = paging.read(begun, _AGE)
    place = paging.read(rest, _RANK) if top else None
    ids, count, exact = _newest_matches(wanted, top if place else None)
    places = sorted(ranked(ids), reverse=True)
    places = [each for each in places if place is None or each < place]
    jobs = _rows([pk for _, pk in places[:SIZE]])
    if place is None and ids:
        published_at, pk = Listing.objects.values_list(*_AGE).get(pk=ids[0])
        begun = paging.write((published_at, pk + 1))
    more = f"{begun}~{paging.write(places[SIZE - 1])}" if len(places) > SIZE else ""
    return Found(jobs, more, None if place else count, exact, newest_only=not exact or count > AMONG)


def _newest_matches(wanted: Criteria, top: Place | None) -> tuple[list[int], int, bool]:
    ids, count = walk(wanted, _AGE, top, steps=RANKED, limit=AMONG)
    if len(ids) >= ENOUGH:
        return ids, count, False
    ids, count = gather(wanted, _AGE, top, limit=AMONG)
    return ids, count, True


def _count_all(place: Place | None) -> tuple[int, bool]:
    if place:
        return 0, True
    count = Listing.objects.all()[: _COUNTED + 1].count()
    return min(count, _COUNTED), count <= _COUNTED


def _page(
    ids: list[int], keys: Sequence[str], place: Place | None, count: int, exact: bool, *, newest_only: bool = False
) -> Found:
    jobs = _rows(ids[:SIZE])
    last: Model | None = (jobs[-1] if keys == _FEWEST else jobs[-1].listing) if jobs else None
    after = paging.write(paging.place_of(last, keys)) if last and len(ids) > SIZE else ""
    return Found(jobs, after, None if place else count, exact, newest_only)


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
